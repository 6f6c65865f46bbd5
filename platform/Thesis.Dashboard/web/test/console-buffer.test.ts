import { describe, expect, test } from 'vitest';
import { ConsoleBuffer, searchLines, toText } from '../src/console/console-buffer.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();
const line = (number: number, second: number, text = `line ${number}`, isError = false) => ({ number, time: at(second), isError, text });

describe('the console buffer', () => {
  test('shows the lines of several resources in order of time', () => {
    const buffer = new ConsoleBuffer(10);
    buffer.add('orders', [line(1, 1), line(2, 5)]);
    buffer.add('drivers', [line(1, 3)]);
    expect(buffer.lines.map((one) => `${one.resource} ${one.number}`)).toEqual(['orders 1', 'drivers 1', 'orders 2']);
  });

  test('does not show a line twice when the stream begins anew', () => {
    const buffer = new ConsoleBuffer(10);
    buffer.add('orders', [line(1, 1), line(2, 2)]);
    expect(buffer.add('orders', [line(1, 1), line(2, 2)])).toBe(false);
    buffer.add('orders', [line(2, 2), line(3, 3)]);
    expect(buffer.lines.map((one) => one.number)).toEqual([1, 2, 3]);
  });

  test('takes the lines of a restarted resource that counts from 1 again', () => {
    const buffer = new ConsoleBuffer(10);
    buffer.add('orders', [line(7, 1), line(8, 2)]);
    buffer.add('orders', [line(1, 9, 'started again')]);
    expect(buffer.lines.at(-1)?.text).toBe('started again');
  });

  test('keeps the last lines up to its limit and says how many it dropped', () => {
    const buffer = new ConsoleBuffer(3);
    buffer.add('orders', [1, 2, 3, 4, 5].map((number) => line(number, number)));
    expect(buffer.lines.map((one) => one.number)).toEqual([3, 4, 5]);
    expect(buffer.dropped).toBe(2);
  });

  test('does not bring back what was cleared, even when it is sent again', () => {
    const buffer = new ConsoleBuffer(10);
    buffer.add('orders', [line(1, 1), line(2, 2)]);
    buffer.clear();
    buffer.restart();
    buffer.add('orders', [line(1, 1), line(2, 2), line(3, 3)]);
    expect(buffer.lines.map((one) => one.number)).toEqual([3]);
  });

  test('is searched without its colours, every word and whatever the case', () => {
    const buffer = new ConsoleBuffer(10);
    buffer.add('orders', [line(1, 1, '\x1b[31mFa\x1b[0miled to assign'), line(2, 2, 'assigned')]);
    expect(searchLines(buffer.lines, 'failed ASSIGN').map((one) => one.number)).toEqual([1]);
    expect(searchLines(buffer.lines, ' ')).toHaveLength(2);
  });

  test('is saved with times, error marks and, for several, the resources', () => {
    const buffer = new ConsoleBuffer(10);
    buffer.add('orders', [line(1, 1, '\x1b[1mup\x1b[0m')]);
    expect(toText(buffer.lines)).toBe(`${at(1)} up\n`);
    buffer.add('drivers', [line(1, 2, 'down', true)]);
    expect(toText(buffer.lines)).toBe(`${at(1)} [orders] up\n${at(2)} [drivers] stderr down\n`);
  });

  test('takes 10,000 lines from many small batches within a second', () => {
    const buffer = new ConsoleBuffer(10_000);
    const started = performance.now();
    for (let batch = 0; batch < 200; batch++) buffer.add(`r${batch % 7}`, Array.from({ length: 60 }, (_, index) => line(batch * 60 + index, batch)));
    expect(buffer.lines).toHaveLength(10_000);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

import { describe, expect, test } from 'vitest';
import { bytes, measured, unitLabel } from '../src/format/number.ts';
import { readable, textOf } from '../src/format/text.ts';
import { clockTime, duration, longDuration, utcTime } from '../src/format/time.ts';

describe('durations', () => {
  test.each([
    [0, '0 ms'],
    [0.0004, '400 ns'],
    [0.85, '850 µs'],
    [0.0123, '12.3 µs'],
    [1, '1 ms'],
    [12.44, '12.4 ms'],
    [369.2, '369 ms'],
    [999.6, '1 s'],
    [3024, '3.02 s'],
    [59_940, '59.9 s'],
    [59_999, '1 m'],
    [125_000, '2 m 5 s'],
    [-5, '-5 ms'],
    [Number.NaN, '–'],
  ])('%d ms is %s', (ms, text) => expect(duration(ms)).toBe(text));

  test.each([
    [-3000, '0 s'],
    [59_400, '59 s'],
    [59_600, '1 m'],
    [3_600_000, '1 h'],
    [3 * 3_600_000 + 20 * 60_000, '3 h 20 m'],
    [52 * 3_600_000, '2 d 4 h'],
  ])('%d ms long is %s', (ms, text) => expect(longDuration(ms)).toBe(text));
});

describe('times', () => {
  test('a clock shows the reader’s own time to the millisecond', () => {
    const time = new Date(2026, 2, 4, 5, 6, 7, 8);
    expect(clockTime(time.toISOString())).toBe('05:06:07.008');
  });

  test('the title is in UTC', () => expect(utcTime('2026-03-04T05:06:07.008Z')).toBe('2026-03-04 05:06:07.008 UTC'));

  test('what is no time does not break the page', () => {
    expect(clockTime('never')).toBe('–');
    expect(utcTime('never')).toBe('never');
  });
});

describe('numbers with units', () => {
  test.each([
    [512, '512 B'],
    [1500, '1.5 kB'],
    [2000, '2 kB'],
    [999_600, '1 MB'],
    [63_000_000, '63 MB'],
  ])('%d bytes are %s', (value, text) => expect(bytes(value)).toBe(text));

  test.each([
    [0.0123, 's', '12.3 ms'],
    [1500, 'us', '1.5 ms'],
    [2048, 'By', '2 kB'],
    [0.123456, '1', '0.123'],
    [42, '{request}', '42'],
    [Number.NaN, '1', '–'],
  ])('%d with unit %s is %s', (value, unit, text) => expect(measured(value, unit, duration)).toBe(text));

  test('a unit that the value shows is not said again', () => {
    expect(unitLabel('s')).toBe('');
    expect(unitLabel('{request}')).toBe('request');
  });
});

describe('readable text', () => {
  test('JSON is indented', () => expect(readable('{"a":[1]}')).toEqual({ form: 'JSON', text: '{\n  "a": [\n    1\n  ]\n}' }));
  test('JSON keeps what a number cannot hold, empty lists and commas in strings', () => {
    const source = { list: [], empty: {}, text: 'a, {b}: "c"', deep: [[1, 2], { x: null }] };
    expect(readable(JSON.stringify(source)).text).toBe(JSON.stringify(source, null, 2));
    expect(readable('{ "id" : 9007199254740993 }').text).toBe('{\n  "id": 9007199254740993\n}');
  });
  test('XML is indented', () => expect(readable('<a><b>1</b><c/></a>').text).toBe('<a>\n  <b>1</b>\n  <c/>\n</a>'));
  test('what only looks like JSON is left alone', () => expect(readable('{not json')).toEqual({ form: 'text', text: '{not json' }));
  test('attribute values become text', () => expect([textOf(null), textOf(3), textOf(['a'])]).toEqual(['', '3', '["a"]']));
});

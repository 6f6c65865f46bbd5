import { describe, expect, test } from 'vitest';
import { reconnectDelayMs } from '../src/live-connection.ts';
import { Sequence } from '../src/sequence.ts';

describe('the numbers of a topic', () => {
  test('follow each other from the one at which the state was read', () => {
    const sequence = new Sequence();
    sequence.startAfter(7);
    expect([8, 9, 10].map((n) => sequence.arrived(n))).toEqual(['next', 'next', 'next']);
  });

  test('that are already in the state are seen', () => {
    const sequence = new Sequence();
    sequence.startAfter(7);
    expect(sequence.arrived(7)).toBe('seen');
    expect(sequence.arrived(3)).toBe('seen');
  });

  test('that skip one tell of a gap once', () => {
    const sequence = new Sequence();
    sequence.startAfter(7);
    expect(sequence.arrived(9)).toBe('gap');
    expect(sequence.arrived(10)).toBe('next');
  });
});

test('the wait before reconnecting grows to its limit and is never the same for all', () => {
  const longest = (attempt: number) => reconnectDelayMs(attempt, () => 1);
  expect(longest(0)).toBe(500);
  expect(longest(1)).toBe(1000);
  expect(longest(50)).toBe(15_000);
  expect(reconnectDelayMs(3, () => 0)).toBeLessThan(longest(3) / 3);
});

import { describe, expect, it } from 'vitest';
import { addDays, dayIn, instantIn, timeIn, weekdayOf, windowIn } from '../src/clock.ts';

const LA = 'America/Los_Angeles';

describe('a clock of another zone', () => {
  it('shows its own day and time', () => {
    const at = new Date('2026-12-02T03:30:00Z');
    expect([dayIn(LA, at), timeIn(LA, at)]).toEqual(['2026-12-01', '19:30']);
    expect([dayIn('Asia/Kolkata', at), timeIn('Asia/Kolkata', at)]).toEqual(['2026-12-02', '09:00']);
  });

  it.each([
    ['in winter', '2026-12-01', '14:00', '2026-12-01T22:00:00.000Z'],
    ['in summer', '2026-07-01', '14:00', '2026-07-01T21:00:00.000Z'],
    ['a time that the clocks skip, as the one after the gap', '2026-03-08', '02:30', '2026-03-08T10:30:00.000Z'],
    ['a time that comes twice, as the first', '2026-11-01', '01:30', '2026-11-01T08:30:00.000Z'],
    ['just after the clocks were put back', '2026-11-01', '03:00', '2026-11-01T11:00:00.000Z'],
  ])('is read %s', (_, day, time, instant) => {
    expect(instantIn(LA, day, time)?.toISOString()).toBe(instant);
  });

  it.each([['', '14:00'], ['2026-12-01', ''], ['tomorrow', '14:00'], ['2026-13-01', '14:00']])('takes neither "%s" nor "%s" for an instant', (day, time) => {
    expect(instantIn(LA, day, time)).toBeNull();
  });

  it('takes an end before the start as the next day', () => {
    expect(windowIn(LA, '2026-12-01', '22:00', '01:00')).toEqual({ from: new Date('2026-12-02T06:00:00Z'), until: new Date('2026-12-02T09:00:00Z'), nextDay: true });
  });
});

it('days are counted across the end of a month and over a change of the clocks', () => {
  expect(addDays('2026-10-31', 2)).toBe('2026-11-02');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(weekdayOf('2026-12-01')).toBe('tuesday');
  expect(weekdayOf('2026-12-06')).toBe('sunday');
});

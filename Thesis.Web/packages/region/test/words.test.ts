import { expect, it } from 'vitest';
import { clockNamed, dayNamed, daysNamed, duration, weekdaysNamed } from '../src/words.ts';

it('days and durations are said in the language, the same in every zone', () => {
  expect(weekdaysNamed(['friday', 'monday'], 'en')).toBe('Mon and Fri');
  expect([duration(12, 'en'), duration(72, 'en'), duration(1, 'es')]).toEqual(['12 hours', '3 days', '1 hora']);
  expect(dayNamed('2026-12-01', 'en-GB')).toBe('Tue 1 December');
  expect(daysNamed('2026-12-01', '2026-12-07', 'en-GB')).toMatch(/^1\s?–\s?7 December 2026$/);
  expect([clockNamed('17:30', 'en-GB'), clockNamed('24:00', 'en-GB'), clockNamed('', 'en')]).toEqual(['17:30', '0:00', '']);
});

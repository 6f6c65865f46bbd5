import { WEEKDAYS, type Weekday } from './clock.ts';

const DAY_MS = 24 * 3_600_000;
// A Monday.
const SOME_MONDAY = Date.UTC(2024, 0, 1, 12);

const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** A day of the week in a language: "Monday", or "Mon". */
export const weekdayName = (day: Weekday, language: string, form: 'long' | 'short' = 'long'): string =>
  new Intl.DateTimeFormat(language, { weekday: form, timeZone: 'UTC' }).format(SOME_MONDAY + WEEKDAYS.indexOf(day) * DAY_MS);

/** "Mon, Wed and Fri", in the order of the week. */
export const weekdaysNamed = (days: readonly string[], language: string): string =>
  new Intl.ListFormat(language).format(WEEKDAYS.filter((day) => days.includes(day)).map((day) => weekdayName(day, language, 'short')));

/** "12 hours", "3 days". */
export function duration(hours: number, language: string): string {
  const [value, unit] = hours > 0 && hours % 24 === 0 ? ([hours / 24, 'day'] as const) : ([hours, 'hour'] as const);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** A day that is no instant, the same in every zone: "Wed 2 December". */
export const dayNamed = (day: string, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(noonOf(day));

/** From one day to another: "1–7 December 2026". */
export const daysNamed = (from: string, until: string, language: string): string =>
  from === until ? dayNamed(from, language) : new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).formatRange(noonOf(from), noonOf(until));

/** A clock time that is no instant: "17:00" as the language writes it. Midnight may be written "24:00". */
export const clockNamed = (time: string, language: string): string =>
  time === '' ? '' : new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(Date.parse(`2024-01-01T${time.startsWith('24') ? '00:00' : time.slice(0, 5)}:00Z`));

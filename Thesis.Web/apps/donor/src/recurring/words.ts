import { WEEKDAYS } from '@thesis/region';

// A Monday.
const SOME_MONDAY = Date.UTC(2024, 0, 1, 12);
const DAY_MS = 24 * 3_600_000;

/** A day of the week in a language: "Monday", or "Mon". */
export const weekdayName = (day: string, language: string, form: 'long' | 'short' = 'long'): string =>
  new Intl.DateTimeFormat(language, { weekday: form, timeZone: 'UTC' }).format(SOME_MONDAY + WEEKDAYS.indexOf(day as (typeof WEEKDAYS)[number]) * DAY_MS);

/** "Mon, Wed and Fri". */
export const weekdaysNamed = (days: readonly string[], language: string): string =>
  new Intl.ListFormat(language).format(WEEKDAYS.filter((day) => days.includes(day)).map((day) => weekdayName(day, language, 'short')));

/** "12 hours", "3 days". */
export const duration = (hours: number, language: string): string => {
  const [value, unit] = hours > 0 && hours % 24 === 0 ? ([hours / 24, 'day'] as const) : ([hours, 'hour'] as const);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
};

/** A day without a time, whatever the device's zone: "Wed 2 December". */
export const dayNamed = (day: string, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(Date.parse(`${day}T12:00:00Z`));

/** A clock time that is no instant: "17:00" as the language writes it. */
export const clockNamed = (time: string, language: string): string =>
  time === '' ? '' : new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(Date.parse(`2024-01-01T${time.slice(0, 5)}:00Z`));

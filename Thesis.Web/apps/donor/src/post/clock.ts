const DAY_MS = 24 * 3_600_000;
const QUARTER_MS = 15 * 60_000;

const two = (value: number): string => String(value).padStart(2, '0');

/** A day of the device's calendar as "2026-12-01", so many days from a moment. */
export function dayOf(at: Date, daysLater = 0): string {
  const day = new Date(at.getFullYear(), at.getMonth(), at.getDate() + daysLater);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** A time of the device's clock as "14:30". */
export const timeOf = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`;

/** The next full quarter of an hour. */
export const nextQuarter = (at: Date): Date => new Date(Math.ceil(at.getTime() / QUARTER_MS) * QUARTER_MS);

/** A day and a time of the device's clock as an instant; null when either is missing. */
export function instantOf(day: string, time: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !/^\d\d:\d\d/.test(time)) return null;
  const at = new Date(`${day}T${time}`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** A pickup window from clock times: an end that is not after the start is on the next day. */
export function windowOf(day: string, from: string, until: string): { readonly from: Date; readonly until: Date; readonly nextDay: boolean } | null {
  const start = instantOf(day, from);
  const end = instantOf(day, until);
  if (!start || !end) return null;
  const nextDay = end <= start;
  return { from: start, until: nextDay ? new Date(end.getFullYear(), end.getMonth(), end.getDate() + 1, end.getHours(), end.getMinutes()) : end, nextDay };
}

/** So many days after an instant; 0 is the instant itself. */
export const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS);

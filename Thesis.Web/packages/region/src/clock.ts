// Days are written "2026-12-01" and times "14:30", as the API and the inputs of a page have them. Zones are IANA names; without one
// it is the device's own.

const DAY_MS = 24 * 3_600_000;

/** Days of the week as the API names them, Monday first. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** A stretch of time from clock times. */
export interface Window {
  readonly from: Date;
  readonly until: Date;
  /** The end is on the day after the start. */
  readonly nextDay: boolean;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string | undefined): Intl.DateTimeFormat {
  const known = formats.get(zone ?? '');
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    ...(zone ? { timeZone: zone } : {}), hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  });
  formats.set(zone ?? '', made);
  return made;
}

/** What the clock of a zone shows, read as if it were UTC, in ms. */
function shown(at: number, zone: string | undefined): number {
  const part = Object.fromEntries(clockOf(zone).formatToParts(at).map(({ type, value }) => [type, Number(value)])) as Record<string, number>;
  return Date.UTC(part.year as number, (part.month as number) - 1, part.day as number, part.hour as number, part.minute as number, part.second as number);
}

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** The day that a zone's calendar shows at a moment, or so many days later. */
export const dayIn = (zone: string | undefined, at: Date, daysLater = 0): string => isoOf(shown(at.getTime(), zone) + daysLater * DAY_MS).slice(0, 10);

/** The time that a zone's clock shows at a moment. */
export const timeIn = (zone: string | undefined, at: Date): string => isoOf(shown(at.getTime(), zone)).slice(11, 16);

/**
 * A day and a time of a zone's clock as an instant; null when either is missing. A time that the clocks skip becomes the one after
 * the gap; of one that comes twice it is the first.
 */
export function instantIn(zone: string | undefined, day: string, time: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !/^\d\d:\d\d/.test(time)) return null;
  const wanted = Date.parse(`${day}T${time.slice(0, 5)}:00Z`);
  if (Number.isNaN(wanted)) return null;
  // With the offset of the day before, and of the day after: one of them is right unless the time is skipped.
  const [before, after] = [wanted - DAY_MS, wanted + DAY_MS].map((near) => wanted - (shown(near, zone) - near)) as [number, number];
  return new Date([before, after].find((at) => shown(at, zone) === wanted) ?? before);
}

/** A window from clock times of a zone: an end that is not after the start is on the next day. */
export function windowIn(zone: string | undefined, day: string, from: string, until: string): Window | null {
  const nextDay = until <= from;
  const start = instantIn(zone, day, from);
  const end = start && instantIn(zone, nextDay ? addDays(day, 1) : day, until);
  return start && end ? { from: start, until: end, nextDay } : null;
}

/** A day so many days after another. */
export const addDays = (day: string, days: number): string => isoOf(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).slice(0, 10);

export const weekdayOf = (day: string): Weekday => WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] as Weekday;

import { directionOf } from './languages.ts';
import { fromKg, type WeightUnit } from './units.ts';

/** Ways to write weights, numbers and instants for people; times are the device's, and another zone's when it is named. */
export interface Formats {
  /** A weight in the user's unit, e.g. "12.5 kg". */
  weight(kg: number): string;
  number(value: number): string;
  /** A distance in the user's system: km or miles. */
  distance(km: number): string;
  /** "14:30" or "2:30 PM". */
  time(instant: string | number | Date): string;
  /** Today's instants by their time alone, others with the day. */
  moment(instant: string | number | Date): string;
  /** From one instant to another, the day said once. */
  span(from: string | number | Date, until: string | number | Date): string;
  day(instant: string | number | Date): string;
  /** How long until, or since, in the largest fitting unit: "in 12 minutes". */
  relative(instant: string | number | Date, nowMs: number): string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const KM_PER_MILE = 1.609344;

export function formatsOf(language: string, unit: WeightUnit, timeZone?: string): Formats {
  const zone = timeZone ? { timeZone } : {};
  const weight = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const time = new Intl.DateTimeFormat(language, { ...zone, hour: 'numeric', minute: '2-digit' });
  const moment = new Intl.DateTimeFormat(language, { ...zone, weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(language, { ...zone, weekday: 'short', day: 'numeric', month: 'long' });
  const plainDay = new Intl.DateTimeFormat('en-CA', zone);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const isToday = (at: Date) => plainDay.format(at) === plainDay.format(new Date());
  const date = (instant: string | number | Date) => new Date(instant);
  // Within text from right to left, "38 kg" must not be taken apart.
  const whole = (text: string) => (directionOf(language.split('-')[0] ?? language) === 'rtl' ? `\u2066${text}\u2069` : text);
  return {
    weight: (kg) => whole(`${weight.format(fromKg(kg, unit))}\u00a0${unit}`),
    number: (value) => number.format(value),
    distance: (km) => whole(unit === 'lb' ? `${number.format(km / KM_PER_MILE)}\u00a0mi` : `${number.format(km)}\u00a0km`),
    time: (instant) => time.format(date(instant)),
    moment: (instant) => (isToday(date(instant)) ? time : moment).format(date(instant)),
    span: (from, until) => (isToday(date(from)) && isToday(date(until)) ? time : moment).formatRange(date(from), date(until)),
    day: (instant) => day.format(date(instant)),
    relative: (instant, nowMs) => {
      const away = date(instant).getTime() - nowMs;
      const size = Math.abs(away);
      if (size < HOUR_MS) return relative.format(Math.round(away / MINUTE_MS), 'minute');
      if (size < DAY_MS) return relative.format(Math.round(away / HOUR_MS), 'hour');
      return relative.format(Math.round(away / DAY_MS), 'day');
    },
  };
}

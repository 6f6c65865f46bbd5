import { currentLocale, t } from '../language/language.ts';
import { perLocale } from '../language/per-locale.ts';

const clock = perLocale((locale) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' }));

/** 14:03:27.081 in the browser's time zone. */
export function clockTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '–';
  return clock().format(time);
}

/** A short time today, with the date on any other day, in the browser's language and time zone. */
export function shortTime(iso: string, now: Date): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '–';
  const sameDay = time.toDateString() === now.toDateString();
  return time.toLocaleString(currentLocale(), sameDay ? { timeStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' });
}

/** The exact time in UTC, for titles. */
export function utcTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : `${time.toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const DECIMALS = [0, 1, 2].map((most) => perLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: most })));

const digits = (value: number, unit: string) => `${DECIMALS[value >= 100 ? 0 : value >= 10 ? 1 : 2]?.().format(value)} ${unit}`;

/** 850 µs, 12.4 ms, 3.02 s, 2 m 5 s: three digits or two units, whichever reads better. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms < 0) return `-${duration(-ms)}`;
  if (ms === 0) return '0 ms';
  if (ms < 0.001) return digits(ms * 1e6, 'ns');
  if (ms < 0.9995) return digits(ms * 1000, 'µs');
  if (ms < 999.5) return digits(ms, 'ms');
  if (ms < 59_950) return digits(ms / SECOND, 's');
  return longDuration(ms);
}

/** 4 s, 2 m 5 s, 3 h 20 m, 2 d 4 h: for how long something has been so. */
export function longDuration(ms: number): string {
  const total = Math.max(0, Math.round(ms / SECOND) * SECOND);
  if (total < MINUTE) return `${total / SECOND} s`;
  if (total < HOUR) return two(total, MINUTE, t('minute'), SECOND, 's');
  if (total < DAY) return two(total, HOUR, t('hour'), MINUTE, t('minute'));
  return two(total, DAY, t('day'), HOUR, t('hour'));
}

function two(ms: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((ms % big) / small);
  return rest ? `${Math.floor(ms / big)} ${bigUnit} ${rest} ${smallUnit}` : `${Math.floor(ms / big)} ${bigUnit}`;
}

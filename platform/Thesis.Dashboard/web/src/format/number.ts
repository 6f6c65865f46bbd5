import { perLocale } from '../language/per-locale.ts';

const whole = perLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
const tenths = perLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));
const precise = perLocale((locale) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }));
const compact = perLocale((locale) => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }));

export const count = (value: number): string => whole().format(value);

/** 999, 12K, 3.4M. */
export const shortCount = (value: number): string => (Math.abs(value) < 10_000 ? whole().format(value) : compact().format(value));

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes in decimal units: 512 B, 1.5 kB, 20 MB. */
export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (Math.abs(size) >= 999.5 && unit < BYTE_UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  const digits = unit === 0 || Math.abs(size) >= 10 ? whole : tenths;
  return `${digits().format(size)} ${BYTE_UNITS[unit]}`;
}

/** A measured value with its UCUM unit as OpenTelemetry writes it: `s`, `ms`, `By`, `1`, `{request}`. */
export function measured(value: number, unit: string | null | undefined, toDuration: (ms: number) => string): string {
  if (!Number.isFinite(value)) return '–';
  switch (unit) {
    case 's': return toDuration(value * 1000);
    case 'ms': return toDuration(value);
    case 'us': return toDuration(value / 1000);
    case 'ns': return toDuration(value / 1e6);
    case 'By': return bytes(value);
    case '%': return `${plain(value)} %`;
    default: return plain(value);
  }
}

function plain(value: number): string {
  const size = Math.abs(value);
  if (size >= 10_000) return compact().format(value);
  if (size >= 100 || Number.isInteger(value)) return whole().format(value);
  return precise().format(value);
}

/** `{request}` → `requests`-like label without braces; units that the value shows already are left out. */
export function unitLabel(unit: string | null | undefined): string {
  if (!unit || unit === '1' || unit === 's' || unit === 'ms' || unit === 'us' || unit === 'ns' || unit === 'By' || unit === '%') return '';
  return unit.replace(/[{}]/g, '');
}

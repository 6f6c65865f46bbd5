import type { Outline, RegionRequest, RegionResponse } from '@thesis/calls';

/** A region's form, as typed. */
export interface RegionForm {
  readonly region: string;
  readonly name: string;
  readonly timeZone: string;
  readonly units: string;
  readonly language: string;
  readonly isQuiet: boolean;
  readonly quietFrom: string;
  readonly quietUntil: string;
  readonly currency: string;
  /** Empty: the usual one. */
  readonly strategy: string;
  /** Days, one a line. */
  readonly holidays: string;
  /** GeoJSON; empty for none. */
  readonly outline: string;
}

export const EMPTY_REGION: RegionForm = {
  region: '', name: '', timeZone: '', units: 'kg', language: 'en', isQuiet: true, quietFrom: '22:00', quietUntil: '07:00', currency: '', strategy: '', holidays: '', outline: '',
};

export const toForm = (known: RegionResponse): RegionForm => ({
  region: known.region, name: known.name, timeZone: known.timeZone, units: known.units, language: known.language, isQuiet: known.quietHours !== null,
  quietFrom: known.quietHours?.from ?? EMPTY_REGION.quietFrom, quietUntil: known.quietHours?.until ?? EMPTY_REGION.quietUntil, currency: known.currency, strategy: known.strategy ?? '',
  holidays: known.holidays.join('\n'), outline: known.outline ? JSON.stringify(known.outline) : '',
});

/** What is wrong with a field, by the name of its message. */
export type RegionFault = 'region' | 'name' | 'timeZone' | 'currency' | 'quiet' | 'holidays' | 'outline';

export type Faults = Partial<Record<'region' | 'name' | 'timeZone' | 'currency' | 'quietFrom' | 'quietUntil' | 'holidays' | 'outline', RegionFault>>;

const daysOf = (typed: string): readonly string[] => typed.split(/[\s,;]+/).filter((day) => day !== '');
const isDay = (day: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(day) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
const isTime = (time: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(time);

/** Each field's fault that can be seen without asking the server. */
export function faultsOf(form: RegionForm, isNew: boolean, zones: readonly string[]): Faults {
  const faults: Faults = {};
  if (isNew && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(form.region)) faults.region = 'region';
  if (form.name.trim() === '') faults.name = 'name';
  if (zones.length > 0 && !zones.includes(form.timeZone)) faults.timeZone = 'timeZone';
  if (!/^[A-Z]{3}$/.test(form.currency)) faults.currency = 'currency';
  if (form.isQuiet && !isTime(form.quietFrom)) faults.quietFrom = 'quiet';
  if (form.isQuiet && !isTime(form.quietUntil)) faults.quietUntil = 'quiet';
  if (!daysOf(form.holidays).every(isDaySafe)) faults.holidays = 'holidays';
  if (form.outline.trim() !== '' && outlineOf(form.outline) === null) faults.outline = 'outline';
  return faults;
}

const isDaySafe = (day: string): boolean => !Number.isNaN(Date.parse(day)) && isDay(day);

interface Geometry {
  readonly type?: string;
  readonly coordinates?: unknown;
  readonly geometry?: Geometry;
  readonly features?: readonly Geometry[];
}

/** The first polygon in a text of GeoJSON, whatever wraps it; null when there is none. */
export function outlineOf(typed: string): Outline | null {
  try {
    return polygonIn(JSON.parse(typed) as Geometry);
  } catch {
    return null;
  }
}

function polygonIn(one: Geometry | null | undefined): Outline | null {
  if (!one) return null;
  if (one.type === 'Polygon' && isRings(one.coordinates)) return { type: 'Polygon', coordinates: one.coordinates };
  if (one.type === 'MultiPolygon' && Array.isArray(one.coordinates) && isRings(one.coordinates[0])) return { type: 'Polygon', coordinates: one.coordinates[0] };
  if (one.type === 'Feature') return polygonIn(one.geometry);
  if (one.type === 'FeatureCollection') return one.features?.map(polygonIn).find((found) => found !== null) ?? null;
  return null;
}

const isRings = (rings: unknown): rings is number[][][] =>
  Array.isArray(rings) && rings.length > 0 && rings.every((ring) => Array.isArray(ring) && ring.length >= 4
    && ring.every((point) => Array.isArray(point) && point.length >= 2 && point.slice(0, 2).every((degrees) => typeof degrees === 'number')));

/** What is sent: the form's words in the API's form. */
export const toRequest = (form: RegionForm, isNew: boolean): RegionRequest => ({
  region: isNew ? form.region : null, name: form.name.trim(), timeZone: form.timeZone, units: form.units, language: form.language.trim(), currency: form.currency,
  quietHours: form.isQuiet ? { from: form.quietFrom, until: form.quietUntil } : null, strategy: form.strategy === '' ? null : form.strategy,
  holidays: [...daysOf(form.holidays)], outline: form.outline.trim() === '' ? null : outlineOf(form.outline),
});

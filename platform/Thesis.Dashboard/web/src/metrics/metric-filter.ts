import type { SearchChange } from '../routing/location.ts';
import { currentLocale } from '../language/language.ts';

export const RANGES = [
  { key: '5m', amount: 5, unit: 'minute', ms: 5 * 60_000 },
  { key: '15m', amount: 15, unit: 'minute', ms: 15 * 60_000 },
  { key: '1h', amount: 1, unit: 'hour', ms: 3_600_000 },
  { key: '6h', amount: 6, unit: 'hour', ms: 6 * 3_600_000 },
  { key: '24h', amount: 24, unit: 'hour', ms: 24 * 3_600_000 },
] as const;

/** 5 minutes, 1 hour. */
export const rangeName = (range: (typeof RANGES)[number]): string => new Intl.NumberFormat(currentLocale(), { style: 'unit', unit: range.unit, unitDisplay: 'long' }).format(range.amount);

export type Measure = 'value' | 'rate' | 'total' | 'mean' | 'p50' | 'p90' | 'p99' | 'count';

export interface MetricFilter {
  readonly run: string | null;
  readonly resource: string | null;
  readonly meter: string | null;
  readonly name: string | null;
  readonly range: (typeof RANGES)[number];
  readonly table: boolean;
  readonly measure: Measure | null;
  /** Only series with these values of their attributes. */
  readonly attributes: Readonly<Record<string, string>>;
}

const ATTRIBUTE = 'attr.';
const MEASURES: readonly Measure[] = ['value', 'rate', 'total', 'mean', 'p50', 'p90', 'p99', 'count'];

export function readMetricFilter(params: URLSearchParams): MetricFilter {
  const range = RANGES.find((one) => one.key === params.get('range')) ?? RANGES[0];
  return {
    run: params.get('run'),
    resource: params.get('resource'),
    meter: params.get('meter'),
    name: params.get('name'),
    range,
    table: params.get('view') === 'table',
    measure: MEASURES.find((one) => one === params.get('show')) ?? null,
    attributes: Object.fromEntries([...params].filter(([name, value]) => name.startsWith(ATTRIBUTE) && name.length > ATTRIBUTE.length && value !== '').map(([name, value]) => [name.slice(ATTRIBUTE.length), value])),
  };
}

export function writeMetricFilter(change: Partial<MetricFilter>, before: MetricFilter): SearchChange {
  const search: Record<string, string | null> = {};
  if (change.resource !== undefined) search.resource = change.resource;
  if (change.meter !== undefined) search.meter = change.meter;
  if (change.name !== undefined) search.name = change.name;
  if (change.range !== undefined) search.range = change.range === RANGES[0] ? null : change.range.key;
  if (change.table !== undefined) search.view = change.table ? 'table' : null;
  if (change.measure !== undefined) search.show = change.measure;
  if (change.attributes !== undefined) {
    for (const name of Object.keys(before.attributes)) search[ATTRIBUTE + name] = null;
    for (const [name, value] of Object.entries(change.attributes)) search[ATTRIBUTE + name] = value;
  }
  return search;
}

export const attributeQuery = (attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(attributes).map(([name, value]) => [ATTRIBUTE + name, value]));

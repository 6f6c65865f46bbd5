import type { InstrumentSeries, Point, Series } from '../api/types.ts';
import type { Measure } from './metric-filter.ts';
import { type PlainKey } from '../language/catalogue.ts';
import { t } from '../language/language.ts';

export interface LinePoint {
  readonly ms: number;
  readonly value: number;
}

export interface Line {
  readonly name: string;
  readonly points: readonly LinePoint[];
}

/** More lines than this cannot be told apart: those with the largest last values are drawn. */
export const MOST_LINES = 10;

/** The ways in which an instrument can be shown, the usual one first. */
export function measuresOf({ kind, isMonotonic }: Pick<InstrumentSeries, 'kind' | 'isMonotonic'>): readonly Measure[] {
  if (kind === 'histogram') return ['p50', 'p90', 'p99', 'mean', 'count'];
  return kind === 'sum' && isMonotonic ? ['rate', 'total'] : ['value'];
}

const MEASURE_NAMES: Readonly<Partial<Record<Measure, PlainKey>>> = { value: 'value', rate: 'perSecond', total: 'total', mean: 'mean', count: 'measurements' };

/** What a measure is called; percentiles are called the same everywhere. */
export function measureName(measure: Measure): string {
  const key = MEASURE_NAMES[measure];
  return key ? t(key) : measure;
}

export function seriesName(series: Series, without: ReadonlySet<string> = new Set()): string {
  const text = Object.entries(series.attributes).filter(([name]) => !without.has(name)).map(([name, value]) => `${name}=${value}`).join(', ');
  return text || t('allValues');
}

/** The attributes that all of several series have alike, and that therefore tell none from another. */
function alike(series: readonly Series[]): ReadonlySet<string> {
  const [first, ...rest] = series;
  if (!first || rest.length === 0) return new Set();
  return new Set(Object.entries(first.attributes).filter(([name, value]) => rest.every((one) => one.attributes[name] === value)).map(([name]) => name));
}

function valueOf(point: Point, measure: Measure): number | null | undefined {
  switch (measure) {
    case 'total': return point.total;
    case 'p50': return point.p50;
    case 'p90': return point.p90;
    case 'p99': return point.p99;
    case 'count': return point.count;
    default: return point.value;
  }
}

function pointsOf(series: Series, measure: Measure): readonly LinePoint[] {
  return series.points.flatMap((point) => {
    const value = valueOf(point, measure);
    return typeof value === 'number' && Number.isFinite(value) ? [{ ms: Date.parse(point.time), value }] : [];
  });
}

/**
 * The lines of a chart. A histogram with one series shows its three percentiles together; with several, or when a measure is
 * chosen, each series is a line.
 */
export function linesOf(data: InstrumentSeries, measure: Measure | null): { readonly lines: readonly Line[]; readonly left: number } {
  const [usual = 'value'] = measuresOf(data);
  const only = data.series[0];
  if (data.kind === 'histogram' && measure === null && data.series.length === 1 && only) {
    return { lines: (['p50', 'p90', 'p99'] as const).map((one) => ({ name: one, points: pointsOf(only, one) })), left: 0 };
  }
  const common = alike(data.series);
  const lines = data.series
    .map((series) => ({ name: seriesName(series, common), points: pointsOf(series, measure ?? (data.kind === 'histogram' ? 'p90' : usual)) }))
    .filter((line) => line.points.length > 0)
    .sort((a, b) => (b.points.at(-1)?.value ?? 0) - (a.points.at(-1)?.value ?? 0) || a.name.localeCompare(b.name));
  return { lines: lines.slice(0, MOST_LINES), left: Math.max(0, lines.length - MOST_LINES) };
}

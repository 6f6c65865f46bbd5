import { describe, expect, test } from 'vitest';
import type { InstrumentSeries } from '../src/api/types.ts';
import { linesOf, measuresOf, MOST_LINES } from '../src/metrics/lines.ts';
import { niceScale, splitAtGaps, timeScale } from '../src/metrics/scale.ts';
import { changeText, durationChange } from '../src/runs/comparison.ts';

const iso = (s: number) => new Date(s * 1000).toISOString();

describe('lines of a chart', () => {
  test('a histogram with one series shows its percentiles together', () => {
    const data: InstrumentSeries = { kind: 'histogram', series: [{ attributes: {}, points: [{ time: iso(1), value: 9, count: 4, p50: 1, p90: 2, p99: 3 }] }], exemplars: [] };
    expect(linesOf(data, null).lines.map((line) => [line.name, line.points[0]?.value])).toEqual([['p50', 1], ['p90', 2], ['p99', 3]]);
    expect(linesOf(data, 'count').lines.map((line) => line.points[0]?.value)).toEqual([4]);
  });

  test('a counter is shown per second or as its total, a sum that may fall as it stands', () => {
    const data: InstrumentSeries = { kind: 'sum', isMonotonic: true, series: [{ attributes: {}, points: [{ time: iso(1), value: 0.5, total: 90 }] }], exemplars: [] };
    expect(measuresOf(data)).toEqual(['rate', 'total']);
    expect(linesOf(data, null).lines[0]?.points[0]?.value).toBe(0.5);
    expect(linesOf(data, 'total').lines[0]?.points[0]?.value).toBe(90);
    expect(measuresOf({ ...data, isMonotonic: false })).toEqual(['value']);
  });

  test('what is not known at a time is left out, not drawn as 0', () => {
    const data: InstrumentSeries = { kind: 'histogram', series: [{ attributes: {}, points: [{ time: iso(1), count: 0 }, { time: iso(2), count: 2, p50: 1, p90: 2, p99: 3 }] }], exemplars: [] };
    expect(linesOf(data, 'p50').lines[0]?.points).toEqual([{ ms: 2000, value: 1 }]);
  });

  test('lines are called by what tells them apart', () => {
    const series = ['/a', '/b'].map((route, index) => ({ attributes: { method: 'GET', route }, points: [{ time: iso(1), value: index }] }));
    expect(linesOf({ kind: 'gauge', series, exemplars: [] }, null).lines.map((line) => line.name)).toEqual(['route=/b', 'route=/a']);
    expect(linesOf({ kind: 'gauge', series: series.slice(0, 1), exemplars: [] }, null).lines[0]?.name).toBe('method=GET, route=/a');
  });

  test('more series than can be told apart are counted, the largest shown', () => {
    const series = Array.from({ length: 14 }, (_, index) => ({ attributes: { n: String(index) }, points: [{ time: iso(1), value: index }] }));
    const { lines, left } = linesOf({ kind: 'gauge', series, exemplars: [] }, null);
    expect(lines).toHaveLength(MOST_LINES);
    expect(lines[0]?.name).toBe('n=13');
    expect(left).toBe(4);
  });
});

describe('scales', () => {
  test.each([
    [0, 9.3, [0, 2, 4, 6, 8, 10]],
    [95, 100, [95, 96, 97, 98, 99, 100]],
    [10, 100, [0, 20, 40, 60, 80, 100]],
    [-4, 4, [-4, -2, 0, 2, 4]],
  ])('%d to %d has round marks', (least, most, marks) => expect(niceScale(least, most, 5)).toEqual(marks));

  test('a single value still has a scale around it', () => {
    const marks = niceScale(7, 7, 5);
    expect(marks[0]).toBeLessThanOrEqual(7);
    expect(marks.at(-1)).toBeGreaterThan(7);
    expect(niceScale(0, 0, 5).length).toBeGreaterThan(1);
  });

  test('time marks are whole minutes where the reader is', () => {
    const marks = timeScale(Date.parse('2026-01-01T10:00:20Z'), Date.parse('2026-01-01T10:05:20Z'), 6, 0);
    expect(marks.map((ms) => new Date(ms).toISOString().slice(14, 19))).toEqual(['01:00', '02:00', '03:00', '04:00', '05:00']);
  });

  test('a line does not run over a long gap', () => {
    const points = [0, 10, 20, 30, 200, 210].map((ms) => ({ ms }));
    expect(splitAtGaps(points, 4).map((part) => part.map((point) => point.ms))).toEqual([[0, 10, 20, 30], [200, 210]]);
  });
});

describe('two runs', () => {
  test('a duration that grew is worse, noise is the same', () => {
    expect(durationChange(10, 20)?.verdict).toBe('worse');
    expect(durationChange(10, 5)?.verdict).toBe('better');
    expect(durationChange(10, 10.5)?.verdict).toBe('same');
    expect(durationChange(0.1, 0.2)?.verdict).toBe('same');
    expect(durationChange(null, 5)).toBeNull();
  });

  test('changes are said in percent, large ones as a factor', () => {
    expect(changeText({ percent: 12.4, verdict: 'worse' })).toBe('+12 %');
    expect(changeText({ percent: -40, verdict: 'better' })).toBe('−40 %');
    expect(changeText({ percent: 158, verdict: 'worse' })).toBe('×2.6');
  });
});

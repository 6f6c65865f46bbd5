import { describe, expect, test } from 'vitest';
import type { Span } from '../src/api/types.ts';
import { layoutWaterfall, matchesSpan, ticks, visibleRows } from '../src/traces/waterfall.ts';

const span = (spanId: string, parentSpanId: string | null, offsetMs: number, durationMs: number): Span => ({
  spanId, parentSpanId, offsetMs, durationMs, name: `do ${spanId}`, kind: 'Internal', resource: 'orders', startTime: '2026-01-01T00:00:00Z', status: 'Unset', attributes: { 'http.route': '/a' }, events: [], links: [],
});
const outline = (spans: readonly Span[], durationMs = 100) => layoutWaterfall(spans, durationMs).map((row) => `${'·'.repeat(row.depth)}${row.span.spanId}`);

describe('the waterfall', () => {
  test('puts spans below their parents, siblings by their start, in whatever order they came', () =>
    expect(outline([span('c', 'a', 50, 10), span('d', 'b', 20, 5), span('b', 'a', 10, 30), span('a', null, 0, 100)])).toEqual(['a', '·b', '··d', '·c']));

  test('shows a span without its parent as a root that says so', () => {
    const rows = layoutWaterfall([span('a', null, 0, 50), span('x', 'lost', 60, 10)], 100);
    expect(rows.map((row) => [row.span.spanId, row.depth, row.orphan])).toEqual([['a', 0, false], ['x', 0, true]]);
  });

  test('loses no span to a cycle', () => expect(outline([span('a', 'b', 0, 10), span('b', 'a', 5, 5), span('c', 'c', 7, 1)]).map((one) => one.replaceAll('·', '')).sort()).toEqual(['a', 'b', 'c']));

  test('counts what is below a span', () => {
    const rows = layoutWaterfall([span('a', null, 0, 100), span('b', 'a', 1, 1), span('c', 'b', 1, 1), span('d', 'a', 2, 1)], 100);
    expect(rows.map((row) => row.descendants)).toEqual([3, 1, 0, 0]);
  });

  test('places bars as parts of the whole and keeps the shortest visible', () => {
    const [, row] = layoutWaterfall([span('a', null, 0, 200), span('b', 'a', 50, 0)], 200);
    expect(row?.offset).toBe(0.25);
    expect(row?.width).toBeGreaterThan(0);
  });

  test('scales to a span that ends after the trace says it does', () => {
    const rows = layoutWaterfall([span('a', null, 0, 100), span('b', 'a', 150, 50)], 100);
    for (const row of rows) expect(row.offset + row.width).toBeLessThanOrEqual(1.0001);
  });

  test('hides what is below a collapsed span, also when it is nested', () => {
    const rows = layoutWaterfall([span('a', null, 0, 100), span('b', 'a', 1, 1), span('c', 'b', 1, 1), span('d', 'a', 2, 1)], 100);
    expect(visibleRows(rows, new Set(['b'])).map((row) => row.span.spanId)).toEqual(['a', 'b', 'd']);
    expect(visibleRows(rows, new Set(['a', 'b'])).map((row) => row.span.spanId)).toEqual(['a']);
  });

  test('lays out a chain of 20,000 spans without overflowing the stack', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => span(String(index), index ? String(index - 1) : null, index, 1));
    expect(layoutWaterfall(chain, 20_000)).toHaveLength(20_000);
  });

  test('marks its scale with round numbers', () => {
    expect(ticks(369, 6)).toEqual([0, 100, 200, 300]);
    expect(ticks(1.1, 6)).toHaveLength(6);
    expect(ticks(0, 6)).toEqual([0]);
  });

  test('finds spans by name, resource and attributes', () => {
    const one = span('a', null, 0, 1);
    expect(matchesSpan(one, 'ORDERS /a')).toBe(true);
    expect(matchesSpan(one, 'orders /b')).toBe(false);
  });
});

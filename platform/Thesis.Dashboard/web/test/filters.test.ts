import { describe, expect, test } from 'vitest';
import { withQuery } from '../src/api/http.ts';
import { readLogFilter, logQuery, writeLogFilter, type LogFilter } from '../src/logs/log-filter.ts';
import { readMetricFilter, RANGES, writeMetricFilter, type MetricFilter } from '../src/metrics/metric-filter.ts';
import { readResourceFilter, writeResourceFilter, type ResourceFilter } from '../src/resources/resource-filter.ts';
import { changeSearch } from '../src/routing/location.ts';
import { readTraceFilter, traceQuery, writeTraceFilter, type TraceFilter } from '../src/traces/trace-filter.ts';

const params = (search: string) => new URLSearchParams(search);

describe('filters in the address', () => {
  test('a change keeps what it does not name and removes what is empty', () =>
    expect(changeSearch('?q=old&run=r1&type=a&type=b', { q: '', type: ['c', 'd'] })).toBe('?run=r1&type=c&type=d'));

  test('resources: what is written is read', () => {
    const filter: ResourceFilter = { tab: 'graph', text: 'a b', types: ['Project', 'Redis'], states: ['Running'], healths: ['No checks'], groups: ['Services & more'], hidden: true };
    expect(readResourceFilter(params(changeSearch('', writeResourceFilter(filter))))).toEqual(filter);
  });

  test('logs: what is written is read, also several values of one field', () => {
    const empty = readLogFilter(params(''));
    const filter: LogFilter = { run: 'r1', resources: ['orders'], level: 'Warning', text: '"solver ran" out', traceId: 'ab12', fields: [{ name: 'http.route', value: '/a?b=1&c' }, { name: 'http.route', value: '/b' }] };
    expect(readLogFilter(params(changeSearch('', writeLogFilter(filter, empty))))).toEqual(filter);
  });

  test('logs: taking a field filter off removes it from the address', () => {
    const before = readLogFilter(params('?field.a=1&field.b=2'));
    expect(changeSearch('?field.a=1&field.b=2&q=x', writeLogFilter({ fields: [{ name: 'b', value: '2' }] }, before))).toBe('?q=x&field.b=2');
  });

  test('logs: the server is asked with the same filter', () =>
    expect(withQuery('/logs', logQuery(readLogFilter(params('?level=err&resource=a&resource=b&field.x=1&q=two%20words'))))).toBe('/logs?resource=a&resource=b&level=Error&q=two+words&field.x=1'));

  test('traces: what is written is read', () => {
    const filter: TraceFilter = { run: null, resources: ['bff'], text: 'GET', errorsOnly: true, minDurationMs: 100 };
    expect(readTraceFilter(params(changeSearch('', writeTraceFilter(filter))))).toEqual(filter);
    expect(withQuery('/traces', traceQuery(filter))).toBe('/traces?resource=bff&q=GET&errors=true&minDurationMs=100');
  });

  test('metrics: what is written is read, and another instrument drops the attributes', () => {
    const filter: MetricFilter = { run: null, resource: 'bff', meter: 'm', name: 'n', range: RANGES[2], table: true, measure: 'p99', attributes: { 'http.route': '/a' } };
    const search = changeSearch('', writeMetricFilter(filter, readMetricFilter(params(''))));
    expect(readMetricFilter(params(search))).toEqual(filter);
    expect(changeSearch(search, writeMetricFilter({ attributes: {} }, filter))).not.toContain('attr');
  });

  test('an address made by hand with nonsense shows the usual view', () => {
    expect(readTraceFilter(params('?minDurationMs=-4')).minDurationMs).toBe(0);
    expect(readLogFilter(params('?level=loud&field.=x')).level).toBeNull();
    expect(readLogFilter(params('?field.=x')).fields).toEqual([]);
    expect(readMetricFilter(params('?range=9y&show=median')).range.key).toBe('5m');
    expect(readResourceFilter(params('?view=pie')).tab).toBe('table');
  });
});

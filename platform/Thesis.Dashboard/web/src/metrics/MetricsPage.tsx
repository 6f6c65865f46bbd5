import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { fetchInstruments, fetchRuns, fetchSeries } from '../api/dashboard.ts';
import { withQuery } from '../api/http.ts';
import type { Instrument } from '../api/types.ts';
import { measured, unitLabel } from '../format/number.ts';
import { clockTime, duration } from '../format/time.ts';
import { Link } from '../routing/Link.tsx';
import { useSearch } from '../routing/location.ts';
import { useApplication } from '../session/application.ts';
import { Button } from '../ui/Button.tsx';
import { ClearTelemetry } from '../ui/ClearTelemetry.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Failure, Loading, Message } from '../ui/Message.tsx';
import { useNow } from '../ui/Time.tsx';
import { Toolbar } from '../ui/Toolbar.tsx';
import { Chart } from './Chart.tsx';
import { InstrumentTree } from './InstrumentTree.tsx';
import { linesOf, measureName, measuresOf, type Line } from './lines.ts';
import { attributeQuery, rangeName, RANGES, readMetricFilter, writeMetricFilter, type MetricFilter } from './metric-filter.ts';
import { t } from '../language/language.ts';
import { Text } from '../language/Text.tsx';

const LOOK_AGAIN_MS = 5_000;
const POINTS = 300;

/** What the application measures, over time. */
export default function MetricsPage() {
  const application = useApplication();
  const [search] = useSearch();
  const filter = useMemo(() => readMetricFilter(search), [search]);
  const [choosing, setChoosing] = useState(false);
  const live = !filter.run || filter.run === application.runId;
  const query = useQuery({ queryKey: ['instruments', filter.run], queryFn: ({ signal }) => fetchInstruments(filter.run, signal), refetchInterval: live ? LOOK_AGAIN_MS : false });
  const instruments = query.data ?? [];
  const named = instruments.find((one) => one.name === filter.name && (!filter.meter || one.meter === filter.meter) && (!filter.resource || one.resource === filter.resource));
  const chosen = named ?? instruments.find((one) => !filter.name && (!filter.resource || one.resource === filter.resource));

  const body = () => {
    if (query.isPending) return <Loading text={t('loadingInstruments')} />;
    if (query.error && !query.data) return <Failure title={t('instrumentsNotShown')} error={query.error} onRetry={() => void query.refetch()} />;
    if (instruments.length === 0) {
      return (
        <Message icon="metrics" title={t('noMetrics')}>
          <p>{application.otlpGrpcUrl ? <Text of="metricsHintTo" values={{ address: <code>{application.otlpGrpcUrl}</code> }} /> : t('metricsHint')}</p>
        </Message>
      );
    }
    return (
      <div className="metrics" data-choosing={choosing || undefined}>
        <InstrumentTree instruments={instruments} chosen={chosen} onChosen={() => setChoosing(false)} />
        <div className="metric" tabIndex={0} role="region" aria-label={t('instrument')}>
          <Button className="phone-only" icon="metrics" onClick={() => setChoosing(true)}>{t('chooseInstrument')}</Button>
          {chosen ? <InstrumentView key={`${chosen.resource} ${chosen.meter} ${chosen.name}`} instrument={chosen} filter={filter} live={live} /> : (
            <Message title={t('instrumentMissing')}>
              <p>{t('instrumentMissingText', { resource: filter.resource ?? '', name: filter.name ?? '' })}</p>
            </Message>
          )}
        </div>
      </div>
    );
  };
  return (
    <div className="page">
      <Toolbar title={t('metrics')} actions={live && <ClearTelemetry signal="metrics" resources={[]} onCleared={() => void query.refetch()} />} />
      {body()}
    </div>
  );
}

interface InstrumentViewProps {
  readonly instrument: Instrument;
  readonly filter: MetricFilter;
  readonly live: boolean;
}

function InstrumentView({ instrument, filter, live }: InstrumentViewProps) {
  const [, update] = useSearch();
  const set = (change: Partial<MetricFilter>) => update(writeMetricFilter(change, filter));
  const now = useNow(LOOK_AGAIN_MS);
  const runs = useQuery({ queryKey: ['runs'], queryFn: ({ signal }) => fetchRuns(signal), enabled: !live });
  const ended = runs.data?.find((one) => one.id === filter.run)?.endedAt;
  const toMs = live ? now : ended ? Date.parse(ended) : now;
  const fromMs = toMs - filter.range.ms;
  const query = useQuery({
    queryKey: ['series', filter.run, instrument.resource, instrument.meter, instrument.name, filter.range.key, filter.attributes, live ? 'live' : toMs],
    queryFn: ({ signal }) => {
      const to = live ? Date.now() : toMs;
      return fetchSeries({ run: filter.run, resource: instrument.resource, meter: instrument.meter, name: instrument.name, from: new Date(to - filter.range.ms).toISOString(), to: new Date(to).toISOString(), points: POINTS, ...attributeQuery(filter.attributes) }, signal);
    },
    refetchInterval: live ? LOOK_AGAIN_MS : false,
    placeholderData: keepPreviousData,
  });
  const data = query.data;
  const measures = measuresOf(data ?? instrument);
  const measure = filter.measure && measures.includes(filter.measure) ? filter.measure : null;
  const { lines, left } = useMemo(() => (data ? linesOf(data, measure) : { lines: [], left: 0 }), [data, measure]);
  const shownMeasure = measure ?? (instrument.kind === 'histogram' ? null : measures[0]);
  const perSecond = shownMeasure === 'rate';
  const isCount = shownMeasure === 'count';
  const format = (value: number) => (isCount ? measured(value, '1', duration) : measured(value, instrument.unit, duration));
  const unit = [isCount ? t('measurement') : unitLabel(instrument.unit), perSecond && t('perSecondUnit')].filter(Boolean).join(', ');
  const several = (data?.series.length ?? 0) > 1;

  return (
    <>
      <header className="metric-head">
        <div>
          <h2>{instrument.name}</h2>
          <p className="dim">{instrument.description || instrument.meter}{unit && ` · ${unit}`}</p>
        </div>
        <div className="tabs" role="group" aria-label={t('view')}>
          <button type="button" aria-pressed={!filter.table} onClick={() => set({ table: false })}><Icon name="metrics" size={16} /> {t('chart')}</button>
          <button type="button" aria-pressed={filter.table} onClick={() => set({ table: true })}><Icon name="table" size={16} /> {t('table')}</button>
        </div>
      </header>
      <div className="metric-filters">
        <label className="select">
          <span className="dim">{t('last')}</span>
          <select value={filter.range.key} onChange={(event) => set({ range: RANGES.find((one) => one.key === event.target.value) ?? RANGES[0] })}>
            {RANGES.map((range) => <option key={range.key} value={range.key}>{rangeName(range)}</option>)}
          </select>
        </label>
        {measures.length > 1 && (
          <label className="select">
            <span className="dim">{t('show')}</span>
            <select value={measure ?? ''} onChange={(event) => set({ measure: measures.find((one) => one === event.target.value) ?? null })}>
              <option value="">{instrument.kind === 'histogram' ? (several ? measureName('p90') : t('percentiles')) : measureName(measures[0] ?? 'value')}</option>
              {measures.filter((one) => instrument.kind === 'histogram' ? !(several && one === 'p90') : one !== measures[0]).map((one) => <option key={one} value={one}>{measureName(one)}</option>)}
            </select>
          </label>
        )}
        {instrument.attributes.map(({ key, values }) => (
          <label key={key} className="select">
            <span className="dim">{key}</span>
            <select value={filter.attributes[key] ?? ''} onChange={(event) => set({ attributes: withAttribute(filter.attributes, key, event.target.value) })}>
              <option value="">{t('allValues')}</option>
              {[...new Set([...values, ...(filter.attributes[key] ? [filter.attributes[key]] : [])])].map((value) => <option key={value} value={value}>{value}</option>)}
            </select>
          </label>
        ))}
      </div>
      {query.error && !data ? (
        <Failure title={t('measurementsNotShown')} error={query.error} onRetry={() => void query.refetch()} />
      ) : !data ? (
        <Loading text={t('loadingMeasurements')} />
      ) : lines.every((line) => line.points.length === 0) ? (
        <Message icon="metrics" title={t('nothingMeasured')}>
          <p>{t(Object.keys(filter.attributes).length > 0 ? 'chooseLongerOrOther' : 'chooseLonger')}</p>
        </Message>
      ) : filter.table ? (
        <MetricTable lines={lines} format={format} />
      ) : (
        <Chart label={t('chartLabel', { name: instrument.name, resource: instrument.resource, range: rangeName(filter.range) })} lines={lines} exemplars={perSecond || isCount ? [] : data.exemplars} fromMs={fromMs} toMs={toMs} format={format} run={filter.run} />
      )}
      {(left > 0 || data?.isCut) && <p className="dim pad">{data?.isCut ? t('manyMoreLines') : t('moreLines', { count: left })}</p>}
      {data && data.exemplars.length > 0 && filter.table && (
        <p className="pad">{t('exemplars')} {data.exemplars.slice(-20).map((one) => <Link key={`${one.traceId} ${one.time}`} className="mono exemplar-link" href={withQuery(`/traces/${one.traceId}`, { run: filter.run, span: one.spanId })}>{format(one.value)}</Link>)}</p>
      )}
    </>
  );
}

function withAttribute(before: Readonly<Record<string, string>>, key: string, value: string): Readonly<Record<string, string>> {
  const rest = Object.entries(before).filter(([name]) => name !== key);
  return Object.fromEntries(value ? [...rest, [key, value]] : rest);
}

const TABLE_ROWS = 200;

function MetricTable({ lines, format }: { readonly lines: readonly Line[]; readonly format: (value: number) => string }) {
  const moments = [...new Set(lines.flatMap((line) => line.points.map((point) => point.ms)))].sort((a, b) => b - a).slice(0, TABLE_ROWS);
  const columns = lines.map((line) => ({ name: line.name, values: new Map(line.points.map((point) => [point.ms, point.value])) }));
  return (
    <div className="table-scroll metric-table" tabIndex={0} role="region" aria-label={t('measurements')}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('time')}</th>
            {columns.map((column) => <th key={column.name} scope="col" className="number">{column.name}</th>)}
          </tr>
        </thead>
        <tbody>
          {moments.map((ms) => (
            <tr key={ms}>
              <th scope="row">{clockTime(new Date(ms).toISOString()).slice(0, 8)}</th>
              {columns.map((column) => {
                const value = column.values.get(ms);
                return <td key={column.name} className="number">{value === undefined ? '–' : format(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { fetchTrace } from '../api/dashboard.ts';
import { ApiError, withQuery } from '../api/http.ts';
import { duration } from '../format/time.ts';
import { Link } from '../routing/Link.tsx';
import { useSearch } from '../routing/location.ts';
import { IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Failure, Loading, Message } from '../ui/Message.tsx';
import { ResourceName } from '../ui/ResourceName.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { Time } from '../ui/Time.tsx';
import { CopyButton } from '../ui/Values.tsx';
import { isError, SpanDetails } from './SpanDetails.tsx';
import { Waterfall } from './Waterfall.tsx';
import { layoutWaterfall, matchesSpan } from './waterfall.ts';
import { t } from '../language/language.ts';
import { Text } from '../language/Text.tsx';

/** A trace that began so recently may get more spans. */
const YOUNG_MS = 60_000;
const LOOK_AGAIN_MS = 2_000;
const NOTHING: ReadonlySet<string> = new Set();

/** One trace as a waterfall. */
export default function TracePage({ traceId }: { readonly traceId: string }) {
  const [search, update] = useSearch();
  const run = search.get('run');
  const text = search.get('q') ?? '';
  const selectedId = search.get('span');
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(NOTHING);
  const query = useQuery({
    queryKey: ['trace', run, traceId],
    queryFn: ({ signal }) => fetchTrace(traceId, run, signal),
    refetchInterval: (q) => (q.state.data && Date.now() - Date.parse(q.state.data.startTime) < YOUNG_MS ? LOOK_AGAIN_MS : false),
  });
  const trace = query.data;
  const rows = useMemo(() => (trace ? layoutWaterfall(trace.spans, trace.durationMs) : []), [trace]);
  const select = useCallback((spanId: string) => update({ span: spanId }), [update]);
  const close = useCallback(() => update({ span: null }), [update]);
  const collapse = useCallback((spanId: string, on: boolean) => {
    setCollapsed((old) => {
      const next = new Set(old);
      if (on) next.add(spanId);
      else next.delete(spanId);
      return next;
    });
  }, []);
  const logCounts = useMemo(() => {
    const counts = new Map<string, number>();
    for (const log of trace?.logs ?? []) if (log.spanId) counts.set(log.spanId, (counts.get(log.spanId) ?? 0) + 1);
    return counts;
  }, [trace]);

  if (query.isPending) return <Loading text={t('loadingTrace')} />;
  if (!trace) {
    if (query.error instanceof ApiError && query.error.status === 404) {
      return (
        <Message icon="traces" title={t('traceMissing')} heading>
          <p><Text of="traceMissingText" values={{ id: <code>{traceId}</code> }} /></p>
          <Link className="button" href={withQuery('/traces', { run })}>{t('toAllTraces')}</Link>
        </Message>
      );
    }
    return <Failure title={t('traceNotShown')} error={query.error ?? new Error(t('noAnswer'))} onRetry={() => void query.refetch()} />;
  }

  const total = Math.max(trace.durationMs, ...trace.spans.map((span) => span.offsetMs + span.durationMs), 1e-6);
  const root = rows[0]?.span;
  const errors = trace.spans.filter(isError).length;
  const names = [...new Set(trace.spans.map((span) => span.resource))];
  const selected = trace.spans.find((span) => span.spanId === selectedId);
  const matching = text ? new Set(trace.spans.filter((span) => matchesSpan(span, text)).map((span) => span.spanId)) : null;
  const parents = rows.filter((row) => row.descendants > 0).map((row) => row.span.spanId);
  return (
    <div className="page">
      <div className="toolbar trace-head">
        <Link className="back" href={withQuery('/traces', { run })}><Icon name="chevronRight" /> {t('traces')}</Link>
        <h1>{root?.name ?? t('trace')}</h1>
        <SearchField label={t('searchSpans')} value={text} onChange={(q) => update({ q })} placeholder={t('searchSpans')} />
        <div className="toolbar-actions">
          <IconButton icon="collapse" label={t('collapseAll')} onClick={() => setCollapsed(new Set(parents))} />
          <IconButton icon="expand" label={t('expandAll')} onClick={() => setCollapsed(NOTHING)} />
          <CopyButton text={traceId} label={t('copyTraceId')} />
          <Link className="button" href={withQuery('/logs', { run, traceId })}><Icon name="logs" /> {t('logs')}{trace.logs.length > 0 && ` (${trace.logs.length})`}</Link>
        </div>
      </div>
      <dl className="facts">
        <div><dt>{t('started')}</dt><dd><Time value={trace.startTime} form="clock" /></dd></div>
        <div><dt>{t('duration')}</dt><dd>{duration(total)}</dd></div>
        <div><dt>{t('spans')}</dt><dd>{trace.spans.length}</dd></div>
        <div><dt>{t('errors')}</dt><dd className={errors ? 'error' : undefined}>{errors}</dd></div>
        {matching && <div><dt>{t('found')}</dt><dd>{matching.size}</dd></div>}
        <div className="facts-wide"><dt>{t('resources')}</dt><dd className="participants">{names.map((name) => <ResourceName key={name} name={name} />)}</dd></div>
      </dl>
      {trace.isCut && <p className="notice">{t('traceCut', { count: trace.spans.length })}</p>}
      <div className="split">
        <div className="split-main">
          <Waterfall rows={rows} durationMs={total} collapsed={collapsed} selected={selectedId} matching={matching} logCounts={logCounts} onSelect={select} onCollapse={collapse} />
        </div>
        {selected && <SpanDetails traceId={traceId} span={selected} run={run} logs={trace.logs.filter((log) => log.spanId === selected.spanId)} onClose={close} />}
      </div>
    </div>
  );
}

import { useCallback, useMemo, useRef, useState } from 'react';
import { fetchTraces, tracesStream } from '../api/dashboard.ts';
import { withQuery } from '../api/http.ts';
import type { TraceSummary } from '../api/types.ts';
import { count } from '../format/number.ts';
import { duration } from '../format/time.ts';
import { Link } from '../routing/Link.tsx';
import { navigate, useSearch } from '../routing/location.ts';
import { useApplication } from '../session/application.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Button, Toggle } from '../ui/Button.tsx';
import { ClearTelemetry } from '../ui/ClearTelemetry.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useLiveList } from '../ui/live-list.ts';
import { PHONE, useMedia } from '../ui/media.ts';
import { Failure, Loading, Message } from '../ui/Message.tsx';
import { ChoiceMenu } from '../ui/Popover.tsx';
import { ResourceName } from '../ui/ResourceName.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { useTelemetryResources } from '../ui/telemetry-resources.ts';
import { Time } from '../ui/Time.tsx';
import { Toolbar } from '../ui/Toolbar.tsx';
import { VirtualTable, type Column } from '../ui/VirtualTable.tsx';
import { readTraceFilter, traceQuery, writeTraceFilter, type TraceFilter } from './trace-filter.ts';

const PAGE_SIZE = 100;
const AT_TOP_PX = 8;
const DURATIONS = [0, 10, 50, 100, 500, 1000, 5000];

const keyOf = (trace: TraceSummary) => trace.traceId;
const timeOf = (trace: TraceSummary) => Date.parse(trace.startTime);

/** What was done, across services, newest first. */
export default function TracesPage() {
  const application = useApplication();
  const [search, update] = useSearch();
  const filter = useMemo(() => readTraceFilter(search), [search]);
  const query = useMemo(() => traceQuery(filter), [filter]);
  const set = (change: Partial<TraceFilter>) => update(writeTraceFilter(change));
  const live = !filter.run || filter.run === application.runId;
  const [paused, setPaused] = useState(false);
  const [current, setCurrent] = useState<string | null>(null);
  const scrollTop = useRef(0);
  const phone = useMedia(PHONE);

  const list = useLiveList<TraceSummary>({
    key: withQuery('', query),
    fetchPage: (before, signal) => fetchTraces({ ...query, before, limit: PAGE_SIZE }, signal),
    streamUrl: live ? tracesStream(query) : null,
    event: 'traces',
    keyOf,
    timeOf,
    holds: () => paused || scrollTop.current > AT_TOP_PX,
  });
  const { release } = list;
  const pause = (on: boolean) => {
    setPaused(on);
    if (!on) release();
  };
  useShortcuts({ p: () => pause(!paused) });

  const names = useTelemetryResources(filter.run, 'spans');
  const longest = useMemo(() => Math.max(1e-6, ...list.items.slice(0, 500).map((trace) => trace.durationMs)), [list.items]);
  const hrefOf = useCallback((trace: TraceSummary) => withQuery(`/traces/${trace.traceId}`, { run: filter.run }), [filter.run]);
  const columns = useMemo((): readonly Column<TraceSummary>[] => [
    { name: 'Time', className: 'col-time', cell: (trace) => <Time value={trace.startTime} form="clock" /> },
    {
      name: 'Name',
      className: 'col-name',
      cell: (trace) => (
        <Link href={hrefOf(trace)} className="one-line" onClick={(event) => event.stopPropagation()}>
          {trace.errorCount > 0 && <span className="error-mark"><Icon name="error" size={14} /><span className="visually-hidden">{trace.errorCount} errors: </span></span>}
          {trace.name || trace.traceId}
          {trace.hasRoot === false && <span className="tag" title="The span that began this trace has not come">no root</span>}
        </Link>
      ),
    },
    { name: 'Spans', className: 'col-spans', cell: (trace) => <Participants trace={trace} /> },
    { name: 'Duration', className: 'col-duration', cell: (trace) => <Bar ms={trace.durationMs} longest={longest} bad={trace.errorCount > 0} /> },
  ], [hrefOf, longest]);
  const filtered = Boolean(filter.text || filter.errorsOnly || filter.minDurationMs || filter.resources.length);

  const body = () => {
    if (list.status === 'failed' && list.error) return <Failure what="The traces" error={list.error} onRetry={list.reload} />;
    if (list.status === 'loading') return <Loading what="traces" />;
    if (list.items.length === 0) {
      return filtered ? (
        <Message title="No trace passes the filters">
          <Button onClick={() => set({ text: '', errorsOnly: false, minDurationMs: 0, resources: [] })}>Show all traces</Button>
        </Message>
      ) : (
        <Message icon="traces" title="No traces yet">
          <p>They appear here when a service sends OpenTelemetry spans{application.otlpGrpcUrl ? <> to <code>{application.otlpGrpcUrl}</code></> : null}.</p>
        </Message>
      );
    }
    return (
      <VirtualTable
        label="Traces"
        className="traces-table"
        columns={columns}
        rows={list.items}
        keyOf={keyOf}
        selected={current}
        onOpen={(trace) => {
          setCurrent(trace.traceId);
          navigate(hrefOf(trace));
        }}
        onMove={(trace) => setCurrent(trace.traceId)}
        onEnd={list.loadMore}
        rowHeight={phone ? 66 : 34}
        scrollTop={scrollTop}
        footer={list.loadingMore ? <p className="dim pad">Loading older traces…</p> : null}
      />
    );
  };

  return (
    <div className="page">
      <Toolbar
        title="Traces"
        search={<SearchField label="Search in names of spans" value={filter.text} onChange={(text) => set({ text })} placeholder="Search traces" />}
        active={filter.resources.length + Number(filter.errorsOnly) + Number(filter.minDurationMs > 0)}
        filters={
          <>
            <ChoiceMenu label="Resource" choices={names} chosen={filter.resources} onChange={(resources) => set({ resources })} />
            <Toggle icon="error" on={filter.errorsOnly} onChange={(errorsOnly) => set({ errorsOnly })}>Errors</Toggle>
            <label className="select">
              <span className="dim">Longer than</span>
              <select value={filter.minDurationMs} onChange={(event) => set({ minDurationMs: Number(event.target.value) })}>
                {[...new Set([...DURATIONS, filter.minDurationMs])].map((ms) => (
                  <option key={ms} value={ms}>{ms === 0 ? 'any' : duration(ms)}</option>
                ))}
              </select>
            </label>
          </>
        }
        actions={
          live && (
            <>
              <Toggle icon={paused ? 'play' : 'pause'} on={paused} onChange={pause}>{paused ? 'Paused' : 'Pause'}</Toggle>
              <ClearTelemetry signal="traces" resources={filter.resources} onCleared={list.reload} />
            </>
          )
        }
      />
      <div className="split">
        <div className="split-main">
          {list.pending.length > 0 && (
            <button type="button" className="new-rows" onClick={() => { setPaused(false); release(); document.querySelector('.vtable-body')?.scrollTo(0, 0); }}>
              {count(list.pending.length)} new {list.pending.length === 1 ? 'trace' : 'traces'}
            </button>
          )}
          {body()}
        </div>
      </div>
      <p className="statusbar">{count(list.items.length)} traces{list.next !== null && ', older ones as you scroll'}{list.connection === 'waiting' && <span className="connection" role="status"> · reconnecting…</span>}{list.error && list.status === 'ready' && list.connection !== 'waiting' && <span className="error"> · {list.error.message}</span>}</p>
    </div>
  );
}

const SHOWN_PARTICIPANTS = 4;

function Participants({ trace }: { readonly trace: TraceSummary }) {
  const shown = trace.resources.slice(0, SHOWN_PARTICIPANTS);
  return (
    <span className="participants">
      {shown.map((one) => <ResourceName key={one.name} name={one.name} note={one.spans} />)}
      {trace.resources.length > shown.length && <span className="dim">+{trace.resources.length - shown.length}</span>}
    </span>
  );
}

function Bar({ ms, longest, bad }: { readonly ms: number; readonly longest: number; readonly bad: boolean }) {
  return (
    <span className="duration-bar" data-bad={bad || undefined}>
      <span className="duration-fill" style={{ width: `${Math.max(1, Math.min(100, (ms / longest) * 100))}%` }} />
      <span className="duration-text">{duration(ms)}</span>
    </span>
  );
}

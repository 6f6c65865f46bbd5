import { useCallback, useMemo, useRef, useState } from 'react';
import { fetchTraces, tracesStream } from '../api/dashboard.ts';
import { withQuery } from '../api/http.ts';
import type { TraceSummary } from '../api/types.ts';
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
import { t } from '../language/language.ts';
import { Text } from '../language/Text.tsx';
import { useLanguage } from '../language/useLanguage.ts';

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
  const language = useLanguage();

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
    { name: t('time'), className: 'col-time', cell: (trace) => <Time value={trace.startTime} form="clock" /> },
    {
      name: t('name'),
      className: 'col-name',
      cell: (trace) => (
        <Link href={hrefOf(trace)} className="one-line" onClick={(event) => event.stopPropagation()}>
          {trace.errorCount > 0 && <span className="error-mark"><Icon name="error" size={14} /><span className="visually-hidden">{t('errorsIn', { count: trace.errorCount })}</span></span>}
          {trace.name || trace.traceId}
          {trace.hasRoot === false && <span className="tag" title={t('noRootTitle')}>{t('noRoot')}</span>}
        </Link>
      ),
    },
    { name: t('spans'), className: 'col-spans', cell: (trace) => <Participants trace={trace} /> },
    { name: t('duration'), className: 'col-duration', cell: (trace) => <Bar ms={trace.durationMs} longest={longest} bad={trace.errorCount > 0} /> },
    // The language is in every name.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  ], [hrefOf, longest, language]);
  const filtered = Boolean(filter.text || filter.errorsOnly || filter.minDurationMs || filter.resources.length);

  const body = () => {
    if (list.status === 'failed' && list.error) return <Failure title={t('tracesNotShown')} error={list.error} onRetry={list.reload} />;
    if (list.status === 'loading') return <Loading text={t('loadingTraces')} />;
    if (list.items.length === 0) {
      return filtered ? (
        <Message title={t('noTracePasses')}>
          <Button onClick={() => set({ text: '', errorsOnly: false, minDurationMs: 0, resources: [] })}>{t('showAllTraces')}</Button>
        </Message>
      ) : (
        <Message icon="traces" title={t('noTraces')}>
          <p>{application.otlpGrpcUrl ? <Text of="tracesHintTo" values={{ address: <code>{application.otlpGrpcUrl}</code> }} /> : t('tracesHint')}</p>
        </Message>
      );
    }
    return (
      <VirtualTable
        label={t('traces')}
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
        footer={list.loadingMore ? <p className="dim pad">{t('loadingOlderTraces')}</p> : null}
      />
    );
  };

  return (
    <div className="page">
      <Toolbar
        title={t('traces')}
        search={<SearchField label={t('searchInSpanNames')} value={filter.text} onChange={(text) => set({ text })} placeholder={t('searchTraces')} />}
        active={filter.resources.length + Number(filter.errorsOnly) + Number(filter.minDurationMs > 0)}
        filters={
          <>
            <ChoiceMenu label={t('resource')} choices={names} chosen={filter.resources} onChange={(resources) => set({ resources })} />
            <Toggle icon="error" on={filter.errorsOnly} onChange={(errorsOnly) => set({ errorsOnly })}>{t('errors')}</Toggle>
            <label className="select">
              <span className="dim">{t('longerThan')}</span>
              <select value={filter.minDurationMs} onChange={(event) => set({ minDurationMs: Number(event.target.value) })}>
                {[...new Set([...DURATIONS, filter.minDurationMs])].map((ms) => (
                  <option key={ms} value={ms}>{ms === 0 ? t('anyDuration') : duration(ms)}</option>
                ))}
              </select>
            </label>
          </>
        }
        actions={
          live && (
            <>
              <Toggle icon={paused ? 'play' : 'pause'} on={paused} onChange={pause}>{t(paused ? 'paused' : 'pause')}</Toggle>
              <ClearTelemetry signal="traces" resources={filter.resources} onCleared={list.reload} />
            </>
          )
        }
      />
      <div className="split">
        <div className="split-main">
          {list.pending.length > 0 && (
            <button type="button" className="new-rows" onClick={() => { setPaused(false); release(); document.querySelector('.vtable-body')?.scrollTo(0, 0); }}>
              {t('newTraces', { count: list.pending.length })}
            </button>
          )}
          {body()}
        </div>
      </div>
      <p className="statusbar">{t('tracesShown', { count: list.items.length })}{list.next !== null && `, ${t('olderOnScroll')}`}{list.connection === 'waiting' && <span className="connection" role="status"> · {t('reconnectingNote')}</span>}{list.error && list.status === 'ready' && list.connection !== 'waiting' && <span className="error"> · {list.error.message}</span>}</p>
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

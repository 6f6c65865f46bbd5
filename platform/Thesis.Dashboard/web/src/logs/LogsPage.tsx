import { useCallback, useMemo, useRef, useState } from 'react';
import { fetchLogs, logsStream } from '../api/dashboard.ts';
import { withQuery } from '../api/http.ts';
import type { LogItem } from '../api/types.ts';
import { Link } from '../routing/Link.tsx';
import { useSearch } from '../routing/location.ts';
import { useApplication } from '../session/application.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Button, Toggle } from '../ui/Button.tsx';
import { ClearTelemetry } from '../ui/ClearTelemetry.tsx';
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
import { AddField, Chips } from './FieldFilters.tsx';
import { LEVELS, levelOf, logQuery, readLogFilter, writeLogFilter, type FieldFilter, type LogFilter } from './log-filter.ts';
import { LevelMark, levelName, toneOfLevel } from './LevelMark.tsx';
import { LogDetails } from './LogDetails.tsx';
import { t } from '../language/language.ts';
import { Text } from '../language/Text.tsx';
import { useLanguage } from '../language/useLanguage.ts';

const PAGE_SIZE = 200;
const AT_TOP_PX = 8;

const keyOf = (log: LogItem) => log.id;
const timeOf = (log: LogItem) => Date.parse(log.time);

/** What the application logged, newest first, searchable. */
export default function LogsPage() {
  const application = useApplication();
  const [search, update] = useSearch();
  const filter = useMemo(() => readLogFilter(search), [search]);
  const query = useMemo(() => logQuery(filter), [filter]);
  const key = withQuery('', query);
  const set = useCallback((change: Partial<LogFilter>) => update(writeLogFilter(change, readLogFilter(new URLSearchParams(location.search)))), [update]);
  const live = !filter.run || filter.run === application.runId;
  const [paused, setPaused] = useState(false);
  const scrollTop = useRef(0);
  const phone = useMedia(PHONE);

  const list = useLiveList<LogItem>({
    key,
    fetchPage: (before, signal) => fetchLogs({ ...query, before, limit: PAGE_SIZE }, signal),
    streamUrl: live ? logsStream(query) : null,
    event: 'logs',
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

  const names = useTelemetryResources(filter.run, 'logs');
  const selectedId = search.get('selected');
  const selected = list.items.find((log) => String(log.id) === selectedId);
  const open = useCallback((log: LogItem) => update({ selected: String(log.id) }), [update]);
  const close = useCallback(() => update({ selected: null }), [update]);
  const addField = useCallback((field: FieldFilter) => {
    const fields = readLogFilter(new URLSearchParams(location.search)).fields;
    if (!fields.some((one) => one.name === field.name && one.value === field.value)) set({ fields: [...fields, field] });
  }, [set]);
  const columns = useColumns(filter.run);
  const filtered = Boolean(filter.text || filter.level || filter.traceId || filter.resources.length || filter.fields.length);

  const chips = [
    ...filter.fields.map((field) => ({ key: `${field.name}=${field.value}`, text: `${field.name} = ${field.value}`, onRemove: () => set({ fields: filter.fields.filter((one) => one !== field) }) })),
    ...(filter.traceId ? [{ key: 'trace', text: t('traceChip', { id: filter.traceId.slice(0, 12) }), onRemove: () => set({ traceId: null }) }] : []),
  ];

  const body = () => {
    if (list.status === 'failed' && list.error) return <Failure title={t('logsNotShown')} error={list.error} onRetry={list.reload} />;
    if (list.status === 'loading') return <Loading text={t('loadingLogs')} />;
    if (list.items.length === 0) {
      return filtered ? (
        <Message title={t('noEntryPasses')}>
          <Button onClick={() => set({ text: '', level: null, traceId: null, resources: [], fields: [] })}>{t('showAllEntries')}</Button>
        </Message>
      ) : (
        <Message icon="logs" title={t('noLogs')}>
          <p>{application.otlpGrpcUrl ? <Text of="logsHintTo" values={{ address: <code>{application.otlpGrpcUrl}</code> }} /> : t('logsHint')}</p>
        </Message>
      );
    }
    return (
      <VirtualTable
        label={t('structuredLogs')}
        className="logs-table"
        columns={columns}
        rows={list.items}
        keyOf={keyOf}
        selected={selected ? keyOf(selected) : null}
        onOpen={open}
        onEnd={list.loadMore}
        toneOf={(log) => toneOfLevel(log.level)}
        rowHeight={phone ? 62 : 32}
        scrollTop={scrollTop}
        footer={list.loadingMore ? <p className="dim pad">{t('loadingOlderEntries')}</p> : null}
      />
    );
  };

  return (
    <div className="page">
      <Toolbar
        title={t('structuredLogs')}
        search={<SearchField label={t('searchInLogs')} value={filter.text} onChange={(text) => set({ text })} placeholder={t('searchLogs')} />}
        active={filter.resources.length + filter.fields.length + (filter.level ? 1 : 0)}
        filters={
          <>
            <ChoiceMenu label={t('resource')} choices={names} chosen={filter.resources} onChange={(resources) => set({ resources })} />
            <label className="select">
              <span className="dim">{t('level')}</span>
              <select value={filter.level ?? ''} onChange={(event) => set({ level: levelOf(event.target.value) })}>
                <option value="">{t('all')}</option>
                {LEVELS.map((level) => (
                  <option key={level} value={level}>{level === 'Critical' ? levelName(level) : `${levelName(level)} +`}</option>
                ))}
              </select>
            </label>
            <AddField onAdd={addField} />
          </>
        }
        actions={
          live && (
            <>
              <Toggle icon={paused ? 'play' : 'pause'} on={paused} onChange={pause}>{t(paused ? 'paused' : 'pause')}</Toggle>
              <ClearTelemetry signal="logs" resources={filter.resources} onCleared={list.reload} />
            </>
          )
        }
      />
      <Chips of={chips} />
      <div className="split">
        <div className="split-main">
          {list.pending.length > 0 && (
            <button type="button" className="new-rows" onClick={() => { setPaused(false); release(); document.querySelector('.vtable-body')?.scrollTo(0, 0); }}>
              {t('newEntries', { count: list.pending.length })}
            </button>
          )}
          {body()}
        </div>
        {selected && <LogDetails log={selected} run={filter.run} onField={addField} onTrace={(traceId) => set({ traceId })} onClose={close} />}
      </div>
      <p className="statusbar">{t('entries', { count: list.items.length })}{list.next !== null && `, ${t('olderOnScroll')}`}{list.connection === 'waiting' && <span className="connection" role="status"> · {t('reconnectingNote')}</span>}{list.error && list.status === 'ready' && list.connection !== 'waiting' && <span className="error"> · {list.error.message}</span>}</p>
    </div>
  );
}

function useColumns(run: string | null): readonly Column<LogItem>[] {
  const language = useLanguage();
  return useMemo(
    () => [
      { name: t('time'), className: 'col-time', cell: (log) => <Time value={log.time} form="clock" /> },
      { name: t('level'), className: 'col-level', cell: (log) => <LevelMark level={log.level} /> },
      { name: t('resource'), className: 'col-resource', cell: (log) => <ResourceName name={log.resource} /> },
      { name: t('message'), className: 'col-message', cell: (log) => <span className="one-line" title={log.message.slice(0, 500)}>{log.exception && <span className="exception-mark">{t('exceptionMark')}</span>}{log.message}</span> },
      {
        name: t('trace'),
        className: 'col-trace mono',
        cell: (log) => (log.traceId ? <Link href={withQuery(`/traces/${log.traceId}`, { run, span: log.spanId })} onClick={(event) => event.stopPropagation()} aria-label={t('traceShort', { id: log.traceId.slice(0, 8) })}>{log.traceId.slice(0, 8)}</Link> : null),
      },
    ],
    // The language is in every name.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [run, language],
  );
}

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { hueOf } from '../format/colour.ts';
import { duration } from '../format/time.ts';
import { isGenAi } from '../genai/conversation.ts';
import { Icon } from '../ui/Icon.tsx';
import { PHONE, useMedia } from '../ui/media.ts';
import { isError } from './SpanDetails.tsx';
import { ticks, visibleRows, type WaterfallRow } from './waterfall.ts';
import { t } from '../language/language.ts';

interface WaterfallProps {
  readonly rows: readonly WaterfallRow[];
  readonly durationMs: number;
  readonly collapsed: ReadonlySet<string>;
  readonly selected: string | null;
  readonly matching: ReadonlySet<string> | null;
  readonly logCounts: ReadonlyMap<string, number>;
  readonly onSelect: (spanId: string) => void;
  readonly onCollapse: (spanId: string, collapse: boolean) => void;
}

const ROW_HEIGHT = 32;
const PHONE_ROW_HEIGHT = 48;
const HEAD_HEIGHT = 30;

/** The spans of a trace under each other, each a bar from when it began to when it ended. */
export function Waterfall({ rows, durationMs, collapsed, selected, matching, logCounts, onSelect, onCollapse }: WaterfallProps) {
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const phone = useMedia(PHONE);
  const rowHeight = phone ? PHONE_ROW_HEIGHT : ROW_HEIGHT;
  const shown = visibleRows(rows, collapsed);
   
  const virtual = useVirtualizer({ count: shown.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 15, scrollMargin: HEAD_HEIGHT, scrollPaddingStart: HEAD_HEIGHT });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const index = shown.findIndex((row) => row.span.spanId === selected);
  const scale = ticks(durationMs, phone ? 3 : 6);

  // A span that a link names is brought into sight once.
  const first = useRef(index);
  useEffect(() => {
    if (first.current > 0) virtual.scrollToIndex(first.current, { align: 'center' });
  }, [virtual]);

  const go = (to: number) => {
    const target = shown[Math.max(0, Math.min(shown.length - 1, to))];
    if (!target) return;
    virtual.scrollToIndex(shown.indexOf(target));
    onSelect(target.span.spanId);
  };
  const left = (row: WaterfallRow) => {
    if (row.descendants > 0 && !collapsed.has(row.span.spanId)) onCollapse(row.span.spanId, true);
    else go(shown.findLastIndex((other, at) => at < index && other.depth < row.depth));
  };
  const right = (row: WaterfallRow) => {
    if (collapsed.has(row.span.spanId)) onCollapse(row.span.spanId, false);
    else if (row.descendants > 0) go(index + 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = shown[index];
    const actions: Record<string, (() => void) | undefined> = {
      ArrowDown: () => go(index + 1),
      ArrowUp: () => go(index - 1),
      Home: () => go(0),
      End: () => go(shown.length - 1),
      ArrowLeft: row && (() => left(row)),
      ArrowRight: row && (() => right(row)),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  return (
    <div ref={box} className="waterfall" role="treegrid" aria-label={t('spans')} aria-rowcount={shown.length + 1} tabIndex={0} aria-activedescendant={index >= 0 ? `${id}-${selected}` : undefined} onKeyDown={onKeyDown}>
      <div className="waterfall-head" role="rowgroup">
        <div className="waterfall-row" role="row" aria-rowindex={1}>
          <div role="columnheader">{t('span')}</div>
          <div role="columnheader" className="scale" aria-label={t('time')}>
            {scale.map((ms) => (
              <span key={ms} style={{ left: `${(ms / durationMs) * 100}%` }}>{duration(ms)}</span>
            ))}
          </div>
        </div>
      </div>
      <div className="waterfall-body" role="rowgroup">
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          <div className="scale-lines" aria-hidden="true">
            {scale.map((ms) => <span key={ms} style={{ left: `${(ms / durationMs) * 100}%` }} />)}
          </div>
          {virtual.getVirtualItems().map((item) => {
            const row = shown[item.index];
            if (!row) return null;
            const { span } = row;
            const open = !collapsed.has(span.spanId);
            const logs = logCounts.get(span.spanId) ?? 0;
            return (
              <div
                key={span.spanId}
                id={`${id}-${span.spanId}`}
                role="row"
                aria-level={row.depth + 1}
                aria-rowindex={item.index + 2}
                aria-selected={span.spanId === selected}
                {...(row.descendants > 0 ? { 'aria-expanded': open } : {})}
                className="waterfall-row"
                data-error={isError(span) || undefined}
                data-dim={(matching !== null && !matching.has(span.spanId)) || undefined}
                style={{ height: item.size, transform: `translateY(${item.start - HEAD_HEIGHT}px)`, '--hue': hueOf(span.resource) }}
                onClick={() => onSelect(span.spanId)}
              >
                <div role="gridcell" className="span-cell" style={{ '--depth': row.depth }}>
                  {row.descendants > 0 ? (
                    <button type="button" className="twist" tabIndex={-1} aria-label={t(open ? 'collapseNamed' : 'expandNamed', { name: span.name })} onClick={(event) => { event.stopPropagation(); onCollapse(span.spanId, open); }}>
                      <Icon name={open ? 'chevronDown' : 'chevronRight'} size={14} />
                    </button>
                  ) : (
                    <span className="twist" />
                  )}
                  <span className="span-title">
                    <span className="span-resource hued" title={span.resource}>{span.resource}</span>
                    <span className="span-name" title={span.name}>{span.name}</span>
                  </span>
                  {isGenAi(span) && <span className="conversation-mark" title={t('conversation')}><Icon name="chat" size={14} /><span className="visually-hidden">{t('conversation')}</span></span>}
                  {row.orphan && <span className="tag" title={t('noParentTitle')}>{t('noParent')}</span>}
                  {isError(span) && <span className="error-mark" title={span.statusMessage ?? t('error')}><Icon name="error" size={14} /><span className="visually-hidden">{t('error')}</span></span>}
                  {!open && <span className="count">{row.descendants}</span>}
                </div>
                <div role="gridcell" className="bar-cell">
                  <span className="bar hued-fill" style={{ left: `${row.offset * 100}%`, width: `${row.width * 100}%` }} />
                  {span.events.map((event, at) => {
                    const offset = (span.offsetMs + Date.parse(event.time) - Date.parse(span.startTime)) / durationMs;
                    return <span key={at} className="event-mark" title={event.name} style={{ left: `${Math.max(0, Math.min(1, offset)) * 100}%` }} />;
                  })}
                  <span className="bar-text" style={row.offset + row.width / 2 > 0.6 ? { right: `calc(${(1 - row.offset) * 100}% + 6px)` } : { left: `calc(${Math.min(1, row.offset + row.width) * 100}% + 6px)` }}>
                    {duration(span.durationMs)}
                    {logs > 0 && <span className="log-count" title={t('logEntries', { count: logs })}> · {t('logCount', { count: logs })}</span>}
                  </span>
                </div>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

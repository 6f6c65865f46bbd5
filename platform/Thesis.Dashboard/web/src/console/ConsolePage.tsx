import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { consoleStream } from '../api/dashboard.ts';
import { openLiveStream, type StreamState } from '../api/live-stream.ts';
import type { ConsoleBatch } from '../api/types.ts';
import { hueOf } from '../format/colour.ts';
import { download } from '../format/text.ts';
import { isParameter } from '../resources/resource-state.ts';
import { useResources } from '../resources/resources-store.ts';
import { useSearch } from '../routing/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Button, IconButton, Toggle } from '../ui/Button.tsx';
import { Loading, Message } from '../ui/Message.tsx';
import { ChoiceMenu } from '../ui/Popover.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { Time } from '../ui/Time.tsx';
import { Toolbar } from '../ui/Toolbar.tsx';
import { TextViewer } from '../ui/Values.tsx';
import { ConsoleBuffer, searchLines, toText, type ShownLine } from './console-buffer.ts';
import { ConsoleText } from './ConsoleText.tsx';
import { t } from '../language/language.ts';

const KEPT_LINES = 10_000;
const LINE_HEIGHT = 20;
const BATCH_MS = 80;
/** A longer line is cut in the list and opens in a dialog. */
const LONGEST_SHOWN = 4_000;

interface Console {
  readonly lines: readonly ShownLine[];
  readonly dropped: number;
  readonly state: StreamState;
  readonly clear: () => void;
}

const NO_LINES: readonly ShownLine[] = [];

/** Reads the consoles of some resources, or of all when none is named. */
function useConsole(key: string): Console {
  const buffer = useRef<ConsoleBuffer | null>(null);
  const [shown, setShown] = useState<{ readonly key: string; readonly lines: readonly ShownLine[]; readonly dropped: number }>({ key, lines: NO_LINES, dropped: 0 });
  const [state, setState] = useState<StreamState>('connecting');

  useEffect(() => {
    const mine = new ConsoleBuffer(KEPT_LINES);
    buffer.current = mine;
    const resources = key ? key.split('\n') : [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop: () => void = () => undefined;
    const flush = () => {
      timer = undefined;
      setShown({ key, lines: mine.lines, dropped: mine.dropped });
    };
    const open = () => {
      stop = openLiveStream(consoleStream(resources, KEPT_LINES), ['lines', 'gap'], {
        onEvent: (name, data) => {
          if (name === 'gap') {
            // The stream fell behind and left lines out: begun anew, it sends all that is kept.
            stop();
            mine.restart();
            open();
            return;
          }
          const { resource, lines } = data as ConsoleBatch;
          if (mine.add(resource, lines)) timer ??= setTimeout(flush, BATCH_MS);
        },
        onState: setState,
      });
    };
    open();
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [key]);

  const clear = useCallback(() => {
    buffer.current?.clear();
    setShown({ key, lines: NO_LINES, dropped: 0 });
  }, [key]);
  return { lines: shown.key === key ? shown.lines : NO_LINES, dropped: shown.dropped, state, clear };
}

/** What resources write to their consoles, one or all of them together. */
export default function ConsolePage() {
  const { resources } = useResources();
  const [search, update] = useSearch();
  const chosen = search.getAll('resource');
  const text = search.get('q') ?? '';
  const wrap = search.get('wrap') === '1';
  const times = search.get('times') !== '0';
  const { lines, dropped, state, clear } = useConsole(chosen.join('\n'));
  const [frozen, setFrozen] = useState<readonly ShownLine[] | null>(null);
  const paused = frozen !== null;
  const pause = (on: boolean) => setFrozen(on ? lines : null);
  useShortcuts({ p: () => pause(!paused) });

  const all = frozen ?? lines;
  const shown = useMemo(() => searchLines(all, text), [all, text]);
  const names = resources.filter((one) => !isParameter(one) && (!one.isHidden || chosen.includes(one.name))).map((one) => one.name);

  return (
    <div className="page">
      <Toolbar
        title={t('consoleLogs')}
        search={<SearchField label={t('searchConsole')} value={text} onChange={(q) => update({ q })} placeholder={t('searchLines')} />}
        active={chosen.length}
        filters={
          <>
            <ChoiceMenu label={t('resource')} choices={names} chosen={chosen} onChange={(resource) => { setFrozen(null); update({ resource }); }} />
            <Toggle icon="clock" on={times} onChange={(on) => update({ times: on ? null : '0' })}>{t('times')}</Toggle>
            <Toggle icon="wrap" on={wrap} onChange={(on) => update({ wrap: on ? '1' : null })}>{t('wrap')}</Toggle>
          </>
        }
        actions={
          <>
            <Toggle icon={paused ? 'play' : 'pause'} on={paused} onChange={pause}>{!paused ? t('pause') : lines.length > all.length ? t('pausedNew', { count: lines.length - all.length }) : t('paused')}</Toggle>
            <IconButton icon="trash" label={t('clearView')} disabled={all.length === 0} onClick={() => { setFrozen(null); clear(); }} />
            <IconButton icon="download" label={t('downloadText')} disabled={shown.length === 0} onClick={() => download(`${chosen.join('-') || 'console'}.log`, toText(shown))} />
          </>
        }
      />
      {shown.length > 0 ? (
        <Lines lines={shown} several={chosen.length !== 1} wrap={wrap} times={times} follow={!paused} />
      ) : all.length > 0 ? (
        <Message title={t('noLine', { text })}>
          <p>{t('linesSearched', { count: all.length })}</p>
        </Message>
      ) : state === 'connecting' ? (
        <Loading text={t('loadingConsole')} />
      ) : (
        <Message icon="console" title={t('nothingWritten')}>
          <p>{chosen.length === 1 ? t('wroteNothing', { name: chosen[0] ?? '' }) : t('linesAppear')}</p>
        </Message>
      )}
      <p className="statusbar">
        {text ? t('linesOfAll', { shown: shown.length, count: all.length }) : t('lines', { count: all.length })}
        {dropped > 0 && `, ${t('olderDropped', { count: dropped })}`}
        {state === 'waiting' && <span className="connection"> · {t('reconnectingNote')}</span>}
      </p>
    </div>
  );
}

interface LinesProps {
  readonly lines: readonly ShownLine[];
  readonly several: boolean;
  readonly wrap: boolean;
  readonly times: boolean;
  readonly follow: boolean;
}

const AT_END_PX = 40;

/** The lines, only those in sight being drawn. Stays at the end while one is at the end. */
function Lines({ lines, several, wrap, times, follow }: LinesProps) {
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [opened, setOpened] = useState<ShownLine | null>(null);
   
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => box.current, estimateSize: () => LINE_HEIGHT, overscan: 20 });
  const last = lines.at(-1);

  useEffect(() => {
    if (atEnd && follow && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [atEnd, follow, last, lines.length, virtual, wrap]);
  useEffect(() => virtual.measure(), [virtual, wrap]);

  const onScroll = () => {
    const element = box.current;
    if (element) setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < AT_END_PX);
  };
  return (
    <div className="console-frame">
      <div ref={box} className="console" data-wrap={wrap || undefined} tabIndex={0} role="log" aria-live="off" aria-label={t('consoleLines')} onScroll={onScroll}>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          <div style={{ transform: `translateY(${virtual.getVirtualItems()[0]?.start ?? 0}px)` }}>
            {virtual.getVirtualItems().map((item) => {
              const line = lines[item.index];
              if (!line) return null;
              const long = line.text.length > LONGEST_SHOWN;
              return (
                <div key={item.key} ref={wrap ? virtual.measureElement : undefined} data-index={item.index} className="console-line" data-error={line.isError || undefined}>
                  {times && <Time value={line.time} form="clock" />}
                  {several && <span className="console-resource hued" style={{ '--hue': hueOf(line.resource) }} title={line.resource}>{line.resource}</span>}
                  {line.isError && <span className="stderr" title={t('stderrTitle')}>{t('stderr')}</span>}
                  <span className="console-text">
                    <ConsoleText text={long ? line.text.slice(0, LONGEST_SHOWN) : line.text} />
                    {long && <button type="button" className="inline-button" onClick={() => setOpened(line)}>{t('allCharacters', { count: line.plain.length })}</button>}
                  </span>
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {!atEnd && (
        <Button className="to-end" icon="chevronDown" onClick={() => { setAtEnd(true); virtual.scrollToIndex(lines.length - 1, { align: 'end' }); }}>{t('toTheEnd')}</Button>
      )}
      {opened && <TextViewer title={t('lineTitle', { resource: opened.resource, number: String(opened.number) })} text={opened.plain} onClose={() => setOpened(null)} />}
    </div>
  );
}

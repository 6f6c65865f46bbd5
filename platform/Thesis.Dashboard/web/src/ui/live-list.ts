import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { ApiError } from '../api/http.ts';
import { openLiveStream, type StreamState } from '../api/live-stream.ts';
import type { Page } from '../api/types.ts';

/** How many rows a page of the browser holds; older ones are found by a filter or another time range. */
export const KEPT_ROWS = 10_000;
const BATCH_MS = 100;

export interface ListState<T> {
  readonly items: readonly T[];
  /** Newer than `items`, held back while the user reads further down or paused. */
  readonly pending: readonly T[];
  readonly next: string | number | null;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: Error | null;
  readonly loadingMore: boolean;
}

export type ListAction<T> =
  | { readonly type: 'start' }
  | { readonly type: 'first'; readonly page: Page<T> }
  | { readonly type: 'more'; readonly page: Page<T> }
  | { readonly type: 'loading-more' }
  | { readonly type: 'live'; readonly items: readonly T[]; readonly hold: boolean }
  | { readonly type: 'release' }
  | { readonly type: 'failed'; readonly error: Error };

export const EMPTY_LIST: ListState<never> = { items: [], pending: [], next: null, status: 'loading', error: null, loadingMore: false };

/** Puts newer items before older ones, newest first; an item that is there already is replaced in its place. */
function merge<T>(newer: readonly T[], older: readonly T[], keyOf: (item: T) => string | number, timeOf: (item: T) => number): readonly T[] {
  if (newer.length === 0) return older;
  const changed = new Map(newer.map((item) => [keyOf(item), item]));
  const kept = older.map((item) => {
    const key = keyOf(item);
    const replacement = changed.get(key);
    if (replacement === undefined) return item;
    changed.delete(key);
    return replacement;
  });
  const fresh = [...changed.values()].sort((a, b) => timeOf(b) - timeOf(a));
  const oldestFresh = fresh.at(-1);
  const newestKept = kept[0];
  const all = [...fresh, ...kept];
  if (oldestFresh !== undefined && newestKept !== undefined && timeOf(oldestFresh) < timeOf(newestKept)) all.sort((a, b) => timeOf(b) - timeOf(a));
  return all.slice(0, KEPT_ROWS);
}

export function listReducer<T>(keyOf: (item: T) => string | number, timeOf: (item: T) => number) {
  return (state: ListState<T>, action: ListAction<T>): ListState<T> => {
    switch (action.type) {
      case 'start':
        return EMPTY_LIST;
      case 'first': {
        const known = state.items.length > 0;
        return { ...state, items: merge(action.page.items, state.items, keyOf, timeOf), next: known ? state.next : (action.page.next ?? null), status: 'ready', error: null };
      }
      case 'more':
        return { ...state, items: merge(state.items, action.page.items, keyOf, timeOf), next: state.items.length >= KEPT_ROWS ? null : (action.page.next ?? null), loadingMore: false };
      case 'loading-more':
        return { ...state, loadingMore: true };
      case 'live':
        if (!action.hold) return { ...state, items: merge([...action.items, ...state.pending], state.items, keyOf, timeOf), pending: [] };
        return { ...state, pending: merge(action.items, state.pending, keyOf, timeOf) };
      case 'release':
        return state.pending.length === 0 ? state : { ...state, items: merge(state.pending, state.items, keyOf, timeOf), pending: [] };
      case 'failed':
        return { ...state, status: state.status === 'ready' ? 'ready' : 'failed', error: action.error, loadingMore: false };
    }
  };
}

/** An event carries a page or a bare list. */
const itemsOf = <T>(data: unknown): readonly T[] => (Array.isArray(data) ? (data as T[]) : (data as Page<T>).items);

interface LiveListOptions<T> {
  /** Changes when another list is to be shown. */
  readonly key: string;
  readonly fetchPage: (before: string | number | null, signal: AbortSignal) => Promise<Page<T>>;
  /** Null for a list that does not change any more. */
  readonly streamUrl: string | null;
  readonly event: string;
  readonly keyOf: (item: T) => string | number;
  readonly timeOf: (item: T) => number;
  /** Whether new items wait; read at the moment they come. */
  readonly holds: () => boolean;
}

export interface LiveList<T> extends ListState<T> {
  readonly connection: StreamState;
  readonly loadMore: () => void;
  readonly release: () => void;
  readonly reload: () => void;
}

/** A list, newest first, with pages of older items and new ones as they come. Functions in the options must stay the same. */
export function useLiveList<T>({ key, fetchPage, streamUrl, event, keyOf, timeOf, holds }: LiveListOptions<T>): LiveList<T> {
  const [state, dispatch] = useReducer(listReducer(keyOf, timeOf), EMPTY_LIST as ListState<T>);
  const [connection, setConnection] = useState<StreamState>('connecting');
  const latest = useRef({ fetchPage, holds });
  const aborter = useRef<AbortController | null>(null);
  useEffect(() => {
    latest.current = { fetchPage, holds };
  });

  const load = useCallback(async (before: string | number | null) => {
    const controller = aborter.current;
    if (!controller || controller.signal.aborted) return;
    try {
      const page = await latest.current.fetchPage(before, controller.signal);
      if (!controller.signal.aborted) dispatch({ type: before === null ? 'first' : 'more', page });
    } catch (error) {
      if (controller.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      dispatch({ type: 'failed', error });
    }
  }, []);

  useEffect(() => {
    const controller = new AbortController();
    aborter.current = controller;
    dispatch({ type: 'start' });
    void load(null);
    let incoming: T[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      dispatch({ type: 'live', items: incoming, hold: latest.current.holds() });
      incoming = [];
    };
    const stop =
      streamUrl === null
        ? () => undefined
        : openLiveStream(streamUrl, [event], {
            onEvent: (_, data) => {
              incoming = [...incoming, ...itemsOf<T>(data)].slice(-KEPT_ROWS);
              timer ??= setTimeout(flush, BATCH_MS);
            },
            onState: setConnection,
            onReconnect: () => void load(null),
          });
    return () => {
      controller.abort();
      clearTimeout(timer);
      stop();
    };
  }, [key, streamUrl, event, load]);

  const loadMore = useCallback(() => {
    if (state.next === null || state.loadingMore || state.status !== 'ready') return;
    dispatch({ type: 'loading-more' });
    void load(state.next);
  }, [load, state.next, state.loadingMore, state.status]);
  const release = useCallback(() => dispatch({ type: 'release' }), []);
  const reload = useCallback(() => {
    dispatch({ type: 'start' });
    void load(null);
  }, [load]);
  return { ...state, connection, loadMore, release, reload };
}

import { announceSignedOut } from './http.ts';

export type StreamState = 'connecting' | 'live' | 'waiting' | 'resting';

export interface StreamHandlers {
  /** Called for each event with its parsed data. */
  readonly onEvent: (name: string, data: unknown) => void;
  readonly onState?: (state: StreamState) => void;
  /** Called when the stream is back after a break, or says that it left something out: what was missed must be fetched. */
  readonly onReconnect?: () => void;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;
/** A browser allows six connections to one server: pages that nobody looks at give theirs back. */
const REST_AFTER_MS = 15_000;

/** How long to wait before the nth attempt (from 0), with up to a quarter more so that pages do not come back in step. */
export function reconnectDelay(attempt: number, random: number): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 16));
  return delay * (1 + random / 4);
}

/**
 * Reads server-sent events and keeps reading: reconnects with growing pauses, rests while the page is hidden, and tells
 * an ended session from a server that is away. Returns the function that stops it.
 */
export function openLiveStream(url: string, events: readonly string[], handlers: StreamHandlers): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let wasOpen = false;
  let stopped = false;

  const close = () => {
    source?.close();
    source = null;
    clearTimeout(timer);
  };

  const retry = () => {
    close();
    handlers.onState?.('waiting');
    timer = setTimeout(connect, reconnectDelay(attempt++, Math.random()));
  };

  // An EventSource does not say why it failed.
  const afterFailure = async () => {
    close();
    handlers.onState?.('waiting');
    try {
      const answer = await fetch('/api/v1/application', { credentials: 'same-origin' });
      if (stopped) return;
      if (answer.status === 401) {
        announceSignedOut();
        return;
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    if (!stopped && !source && document.visibilityState === 'visible') retry();
  };

  const connect = () => {
    if (stopped) return;
    handlers.onState?.('connecting');
    const current = new EventSource(url, { withCredentials: true });
    source = current;
    current.onopen = () => {
      attempt = 0;
      handlers.onState?.('live');
      if (wasOpen) handlers.onReconnect?.();
      wasOpen = true;
    };
    current.onerror = () => {
      if (source === current) void afterFailure();
    };
    current.addEventListener('gap', () => handlers.onReconnect?.());
    for (const name of events) current.addEventListener(name, (event) => handlers.onEvent(name, JSON.parse((event as MessageEvent<string>).data)));
  };

  const onVisibility = () => {
    clearTimeout(restTimer);
    if (document.visibilityState === 'hidden') {
      restTimer = setTimeout(() => {
        close();
        handlers.onState?.('resting');
      }, REST_AFTER_MS);
    } else if (!source) {
      close();
      connect();
    }
  };

  document.addEventListener('visibilitychange', onVisibility);
  connect();
  return () => {
    stopped = true;
    document.removeEventListener('visibilitychange', onVisibility);
    clearTimeout(restTimer);
    close();
  };
}

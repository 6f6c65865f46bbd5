import { ApiError, isRefusal } from '@thesis/api';

export type BulkKind = 'assign' | 'cancel';

/** How one order of several fares. */
export interface Line {
  readonly id: string;
  readonly state: 'waiting' | 'done' | 'refused' | 'unanswered';
  /** The server's words, when it refused. */
  readonly why: string;
}

const AT_ONCE = 4;
const ATTEMPTS = 4;
const PAUSE_MS = 1000;

export interface BulkOptions {
  /** Sends one; the key is the same however often it is tried. */
  readonly send: (id: string, key: string) => Promise<unknown>;
  readonly onLine: (line: Line) => void;
  readonly keyOf: (id: string) => string;
  readonly pause?: (ms: number) => Promise<void>;
}

/**
 * Does the same with several orders, a few at a time, each on its own: one that is refused stops no other. What gets no answer is
 * tried again with its key, so that it has one effect; after that it stays unanswered, and may be tried anew with that same key.
 */
export async function runBulk(ids: readonly string[], { send, onLine, keyOf, pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms)) }: BulkOptions): Promise<void> {
  const waiting = [...ids];
  const worker = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) onLine(await doOne(id, keyOf(id), send, pause));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function doOne(id: string, key: string, send: BulkOptions['send'], pause: (ms: number) => Promise<void>): Promise<Line> {
  for (let attempt = 1; ; attempt++) {
    try {
      await send(id, key);
      return { id, state: 'done', why: '' };
    } catch (error) {
      if (isRefusal(error)) return { id, state: 'refused', why: error.message };
      // Whose session has ended is asked to sign in; trying again before that is of no use.
      if (attempt === ATTEMPTS || (error instanceof ApiError && error.status === 401)) return { id, state: 'unanswered', why: '' };
      await pause(PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}

import type { Span } from './span.ts';

const MOST_WAITING = 500;
const MOST_IN_REPORT = 100;
const WAIT_MS = 2_000;

/** Sends a report; answers whether anybody collects them. */
export type Send = (spans: readonly Span[]) => Promise<boolean>;

/** Gathers spans and reports them in batches. Over its bound the oldest are dropped; once told that nobody collects, it keeps none. */
export class Reporter {
  readonly #send: Send;
  #waiting: Span[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silent = false;

  constructor(send: Send) {
    this.#send = send;
  }

  add(span: Span): void {
    if (this.#silent) return;
    this.#waiting.push(span);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    this.#timer ??= setTimeout(() => void this.flush(), WAIT_MS);
  }

  /** Reports what waits. What cannot be sent is dropped: telemetry must never be in the way. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const spans = this.#waiting;
    this.#waiting = [];
    try {
      for (let from = 0; from < spans.length && !this.#silent; from += MOST_IN_REPORT) {
        this.#silent = !(await this.#send(spans.slice(from, from + MOST_IN_REPORT)));
      }
    } catch {
      // The next report may get through.
    }
  }
}

/** Reports to the BFF that served the page. */
export const sendToBff: Send = async (spans) => {
  const response = await fetch('/bff/telemetry', {
    method: 'POST',
    credentials: 'same-origin',
    keepalive: true,
    headers: { 'Content-Type': 'application/json', 'X-CSRF': '1' },
    body: JSON.stringify({ spans }),
  });
  return response.ok && ((await response.json()) as { collected: boolean }).collected;
};

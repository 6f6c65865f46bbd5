import type { Reporter } from './reporter.ts';
import { newContext, nowMs, parseTraceparent, toTraceparent, type Span, type SpanContext } from './span.ts';

// Calls that begin within this time of a click are taken for its effects.
const EFFECT_MS = 1_000;
const NAME_LENGTH = 80;

interface Action {
  readonly context: SpanContext;
  readonly name: string;
  readonly startMs: number;
  reported: boolean;
}

/** Makes spans of what people do on a page, of the calls it causes, and of the live messages that reach it. */
export class Tracer {
  readonly #reporter: Reporter;
  #action: Action | undefined;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
  }

  /** A person did something; calls that follow at once belong to it. It is reported with the first of them, or never. */
  act(name: string): void {
    this.#action = { context: newContext(), name: name.slice(0, NAME_LENGTH), startMs: nowMs(), reported: false };
  }

  /** Fetches, in a span whose context the server continues. */
  readonly fetch = async (request: Request, init?: RequestInit): Promise<Response> => {
    const startMs = nowMs();
    const action = this.#action && startMs - this.#action.startMs <= EFFECT_MS ? this.#action : undefined;
    const context = newContext(action?.context);
    const path = new URL(request.url).pathname;
    const span = { ...context, ...(action && { parentSpanId: action.context.spanId }), name: `${request.method} ${path}`, kind: 'client' as const, startMs };
    request.headers.set('traceparent', toTraceparent(context));
    try {
      const response = await fetch(request, init);
      const error = response.status >= 500 ? { error: `The server answered ${response.status}.` } : {};
      this.#end({ ...span, endMs: nowMs(), attributes: { 'http.request.method': request.method, 'url.path': path, 'http.response.status_code': String(response.status) }, ...error }, action);
      return response;
    } catch (error) {
      this.#end({ ...span, endMs: nowMs(), error: error instanceof Error ? error.message : String(error) }, action);
      throw error;
    }
  };

  /** A live message came; the span ends when the next frame shows it. */
  received(name: string, traceparent: string | undefined, attributes: Readonly<Record<string, string>>): void {
    const parent = parseTraceparent(traceparent);
    if (!parent) return;
    const startMs = nowMs();
    requestAnimationFrame(() =>
      this.#reporter.add({ ...newContext(parent), parentSpanId: parent.spanId, name, kind: 'consumer', startMs, endMs: nowMs(), attributes }));
  }

  #end(span: Span, action: Action | undefined): void {
    this.#reporter.add(span);
    if (!action || action.reported) return;
    action.reported = true;
    this.#reporter.add({ ...action.context, name: action.name, kind: 'internal', startMs: action.startMs, endMs: span.endMs });
  }
}

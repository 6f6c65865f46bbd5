export type SpanKind = 'internal' | 'client' | 'consumer';

/** A span as the BFF takes it. Times are Unix milliseconds. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startMs: number;
  readonly endMs: number;
  readonly error?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** What a span gives to those it causes. */
export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
}

const hex = (bytes: number): string => Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** A new context: of the parent's trace, or the first of a trace of its own. */
export const newContext = (parent?: SpanContext): SpanContext => ({ traceId: parent?.traceId ?? hex(16), spanId: hex(8) });

/** The W3C header that makes the server's spans children of this one. */
export const toTraceparent = ({ traceId, spanId }: SpanContext): string => `00-${traceId}-${spanId}-01`;

/** The context a traceparent names; undefined when it is none. */
export function parseTraceparent(text: string | undefined): SpanContext | undefined {
  const [, traceId, spanId] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(text ?? '') ?? [];
  return traceId && spanId ? { traceId, spanId } : undefined;
}

/** Now, to a fraction of a millisecond. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

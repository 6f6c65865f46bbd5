import { afterEach, describe, expect, it, vi } from 'vitest';
import { Reporter } from '../src/reporter.ts';
import { newContext, parseTraceparent, toTraceparent, type Span } from '../src/span.ts';
import { Tracer } from '../src/tracer.ts';

const span = (name: string): Span => ({ ...newContext(), name, kind: 'internal', startMs: 1, endMs: 2 });

function traced(): { tracer: Tracer; flushed: () => Promise<Span[]> } {
  const sent: Span[] = [];
  const reporter = new Reporter(async (spans) => {
    sent.push(...spans);
    return true;
  });
  return { tracer: new Tracer(reporter), flushed: async () => (await reporter.flush(), sent) };
}

afterEach(() => vi.unstubAllGlobals());

describe('traceparent', () => {
  it('comes back as the context it was made of', () => {
    const context = newContext();
    expect(parseTraceparent(toTraceparent(context))).toEqual(context);
  });

  it.each([undefined, '', '00-xyz-1-01', `00-${'a'.repeat(31)}-${'b'.repeat(16)}-01`])('is none when it is %s', (text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });
});

describe('a call', () => {
  it('is a child of the click that caused it, and its header names it', async () => {
    let header: string | null = null;
    vi.stubGlobal('fetch', async (request: Request) => {
      header = request.headers.get('traceparent');
      return new Response(null, { status: 201 });
    });
    const { tracer, flushed } = traced();
    tracer.act('click: Post it');
    await tracer.fetch(new Request('http://thesis.test/api/v1/donations', { method: 'POST' }));

    const [call, click] = await flushed();
    expect(click?.name).toBe('click: Post it');
    expect(call?.parentSpanId).toBe(click?.spanId);
    expect(call?.traceId).toBe(click?.traceId);
    expect(header).toBe(toTraceparent(call as Span));
  });

  it('that fails says so and fails all the same', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
    const { tracer, flushed } = traced();
    await expect(tracer.fetch(new Request('http://thesis.test/api'))).rejects.toThrow('no network');
    expect((await flushed())[0]?.error).toBe('no network');
  });
});

describe('a live message', () => {
  it('ends the trace that its event began', async () => {
    vi.stubGlobal('requestAnimationFrame', (draw: () => void) => draw());
    const { tracer, flushed } = traced();
    const cause = newContext();
    tracer.received('receive order.status.changed', toTraceparent(cause), { topic: 'order:1' });
    tracer.received('receive nothing', undefined, {});
    const spans = await flushed();
    expect(spans.map((s) => [s.traceId, s.parentSpanId, s.kind])).toEqual([[cause.traceId, cause.spanId, 'consumer']]);
  });
});

describe('the reporter', () => {
  it('drops the oldest over its bound and sends in parts', async () => {
    const parts: (readonly Span[])[] = [];
    const reporter = new Reporter(async (spans) => {
      parts.push(spans);
      return true;
    });
    for (let i = 0; i < 620; i++) reporter.add(span(String(i)));
    await reporter.flush();
    expect(parts.map((part) => part.length)).toEqual([100, 100, 100, 100, 100]);
    expect(parts[0]?.[0]?.name).toBe('120');
  });

  it('falls silent when nobody collects', async () => {
    const send = vi.fn(async () => false);
    const reporter = new Reporter(send);
    reporter.add(span('a'));
    await reporter.flush();
    reporter.add(span('b'));
    await reporter.flush();
    expect(send).toHaveBeenCalledTimes(1);
  });
});

import { groupBy } from '../collections/group-by.ts';
import type { Span } from '../api/types.ts';

export interface WaterfallRow {
  readonly span: Span;
  readonly depth: number;
  /** How many spans are below this one, at any depth. */
  readonly descendants: number;
  /** Whether the parent is named but was not received. */
  readonly orphan: boolean;
  /** Where the bar begins and how long it is, as fractions of the trace. */
  readonly offset: number;
  readonly width: number;
}

/** Bars shorter than this are drawn this long, so that they can be seen. */
const SHORTEST = 0.002;

/** The spans in the order of a waterfall: each below its parent, siblings by their start; no span is lost, whatever its parent. */
export function layoutWaterfall(spans: readonly Span[], durationMs: number): readonly WaterfallRow[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const children = groupBy(spans, (span) => (span.parentSpanId && byId.has(span.parentSpanId) && span.parentSpanId !== span.spanId ? span.parentSpanId : ''));
  for (const siblings of children.values()) siblings.sort((a, b) => a.offsetMs - b.offsetMs || a.durationMs - b.durationMs);
  const total = Math.max(durationMs, ...spans.map((span) => span.offsetMs + span.durationMs), Number.MIN_VALUE);
  const rows: (WaterfallRow & { descendants: number })[] = [];
  const placed = new Set<string>();
  // A list instead of recursion: a trace may be a chain of thousands.
  const place = (root: Span) => {
    const stack: { span: Span; depth: number }[] = [{ span: root, depth: 0 }];
    for (let top = stack.pop(); top; top = stack.pop()) {
      const { span, depth } = top;
      if (placed.has(span.spanId)) continue;
      placed.add(span.spanId);
      const width = Math.max(SHORTEST, span.durationMs / total);
      rows.push({ span, depth, descendants: 0, orphan: Boolean(span.parentSpanId) && !byId.has(span.parentSpanId ?? ''), offset: Math.max(0, Math.min(1 - SHORTEST, span.offsetMs / total)), width: Math.min(width, 1) });
      for (const child of (children.get(span.spanId) ?? []).toReversed()) stack.push({ span: child, depth: depth + 1 });
    }
  };
  for (const root of children.get('') ?? []) place(root);
  // What is left are spans that are each other's ancestors.
  for (const span of spans) if (!placed.has(span.spanId)) place(span);
  countDescendants(rows);
  return rows;
}

function countDescendants(rows: { depth: number; descendants: number }[]): void {
  const open: { readonly row: { depth: number; descendants: number }; readonly index: number }[] = [];
  const closeTo = (depth: number, end: number) => {
    for (let last = open.at(-1); last && last.row.depth >= depth; last = open.at(-1)) {
      last.row.descendants = end - last.index - 1;
      open.pop();
    }
  };
  rows.forEach((row, index) => {
    closeTo(row.depth, index);
    open.push({ row, index });
  });
  closeTo(0, rows.length);
}

/** The rows without those below a collapsed one. */
export function visibleRows(rows: readonly WaterfallRow[], collapsed: ReadonlySet<string>): readonly WaterfallRow[] {
  if (collapsed.size === 0) return rows;
  const shown: WaterfallRow[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (!row) break;
    shown.push(row);
    if (collapsed.has(row.span.spanId)) i += row.descendants;
  }
  return shown;
}

/** Round numbers of milliseconds for a scale of some marks: 1, 2 or 5 times a power of ten apart. */
export function ticks(durationMs: number, atMost: number): readonly number[] {
  if (!(durationMs > 0)) return [0];
  const rough = durationMs / atMost;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  return Array.from({ length: Math.floor(durationMs / step) + 1 }, (_, index) => index * step);
}

/** The spans whose name, resource or attributes contain the text. */
export function matchesSpan(span: Span, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const haystack = `${span.name}\n${span.resource}\n${span.kind}\n${span.statusMessage ?? ''}\n${JSON.stringify(span.attributes)}`.toLowerCase();
  return words.every((word) => haystack.includes(word));
}

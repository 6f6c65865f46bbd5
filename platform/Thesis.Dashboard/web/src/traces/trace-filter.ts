import type { Filter } from '../api/dashboard.ts';
import type { SearchChange } from '../routing/location.ts';

export interface TraceFilter {
  readonly run: string | null;
  readonly resources: readonly string[];
  readonly text: string;
  readonly errorsOnly: boolean;
  /** 0 for any duration. */
  readonly minDurationMs: number;
}

export function readTraceFilter(params: URLSearchParams): TraceFilter {
  const min = Number(params.get('minDurationMs'));
  return {
    run: params.get('run'),
    resources: params.getAll('resource'),
    text: params.get('q') ?? '',
    errorsOnly: params.get('errors') === 'true',
    minDurationMs: Number.isFinite(min) && min > 0 ? min : 0,
  };
}

export function writeTraceFilter(change: Partial<TraceFilter>): SearchChange {
  const search: Record<string, string | readonly string[] | null> = {};
  if (change.run !== undefined) search.run = change.run;
  if (change.resources !== undefined) search.resource = change.resources;
  if (change.text !== undefined) search.q = change.text;
  if (change.errorsOnly !== undefined) search.errors = change.errorsOnly ? 'true' : null;
  if (change.minDurationMs !== undefined) search.minDurationMs = change.minDurationMs ? String(change.minDurationMs) : null;
  return search;
}

/** The filter as the server's query. */
export function traceQuery(filter: TraceFilter): Filter {
  return { run: filter.run, resource: filter.resources, q: filter.text, errors: filter.errorsOnly, minDurationMs: filter.minDurationMs || null };
}

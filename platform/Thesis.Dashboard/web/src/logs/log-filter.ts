import { groupBy } from '../collections/group-by.ts';
import type { Filter } from '../api/dashboard.ts';
import type { SearchChange } from '../routing/location.ts';

export const LEVELS = ['Trace', 'Debug', 'Information', 'Warning', 'Error', 'Critical'] as const;
export type Level = (typeof LEVELS)[number];

export interface FieldFilter {
  readonly name: string;
  readonly value: string;
}

export interface LogFilter {
  readonly run: string | null;
  readonly resources: readonly string[];
  /** The least severe level shown; null for all. */
  readonly level: Level | null;
  readonly text: string;
  readonly traceId: string | null;
  readonly fields: readonly FieldFilter[];
}

const FIELD = 'field.';

export function levelOf(text: string): Level | null {
  const lower = text.toLowerCase();
  return LEVELS.find((level) => level.toLowerCase().startsWith(lower.slice(0, 4)) && lower !== '') ?? (lower === 'fatal' ? 'Critical' : null);
}

export function readLogFilter(params: URLSearchParams): LogFilter {
  return {
    run: params.get('run'),
    resources: params.getAll('resource'),
    level: levelOf(params.get('level') ?? ''),
    text: params.get('q') ?? '',
    traceId: params.get('traceId'),
    fields: [...params].filter(([name]) => name.startsWith(FIELD) && name.length > FIELD.length).map(([name, value]) => ({ name: name.slice(FIELD.length), value })),
  };
}

export function writeLogFilter(change: Partial<LogFilter>, before: LogFilter): SearchChange {
  const search: Record<string, string | readonly string[] | null> = {};
  if (change.run !== undefined) search.run = change.run;
  if (change.resources !== undefined) search.resource = change.resources;
  if (change.level !== undefined) search.level = change.level;
  if (change.text !== undefined) search.q = change.text;
  if (change.traceId !== undefined) search.traceId = change.traceId;
  if (change.fields !== undefined) {
    for (const field of before.fields) search[FIELD + field.name] = null;
    for (const [name, same] of groupBy(change.fields, (field) => field.name)) search[FIELD + name] = same.map((field) => field.value);
  }
  return search;
}

/** The filter as the server's query. */
export function logQuery(filter: LogFilter): Filter {
  const fields = Object.fromEntries([...groupBy(filter.fields, (field) => field.name)].map(([name, same]) => [FIELD + name, same.map((field) => field.value)]));
  return { run: filter.run, resource: filter.resources, level: filter.level, q: filter.text, traceId: filter.traceId, ...fields };
}

import { getJson, postFile, postJson, remove, withQuery } from './http.ts';
import type { Application, CommandOutcome, Comparison, Instrument, InstrumentSeries, LogItem, Page, ResourceSecrets, ResourceView, Run, TelemetryResource, Trace, TraceSummary } from './types.ts';

const V1 = '/api/v1';
const segment = encodeURIComponent;

export const login = (token: string) => postJson(`${V1}/login`, { token });
export const logout = () => postJson(`${V1}/logout`, {});
export const fetchApplication = (signal?: AbortSignal) => getJson<Application>(`${V1}/application`, signal);

export const fetchResources = (signal?: AbortSignal) => getJson<ResourceView[]>(`${V1}/resources`, signal);
export const fetchSecrets = (name: string) => getJson<ResourceSecrets>(`${V1}/resources/${segment(name)}/secrets`);
export const RESOURCES_STREAM = `${V1}/resources/stream`;

export async function executeCommand(resource: string, command: string, values: Readonly<Record<string, string>>): Promise<CommandOutcome> {
  return (await postJson<CommandOutcome>(`${V1}/resources/${segment(resource)}/commands/${segment(command)}`, { arguments: values })) ?? { success: true };
}

export const consoleStream = (resources: readonly string[], tail: number) => withQuery(`${V1}/console/stream`, { resource: resources, tail });

export type Filter = Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>;

export const fetchLogs = (filter: Filter, signal?: AbortSignal) => getJson<Page<LogItem>>(withQuery(`${V1}/logs`, filter), signal);
export const logsStream = (filter: Filter) => withQuery(`${V1}/logs/stream`, filter);

export const fetchTraces = (filter: Filter, signal?: AbortSignal) => getJson<Page<TraceSummary>>(withQuery(`${V1}/traces`, filter), signal);
export const tracesStream = (filter: Filter) => withQuery(`${V1}/traces/stream`, filter);
export const fetchTrace = (traceId: string, run: string | null, signal?: AbortSignal) => getJson<Trace>(withQuery(`${V1}/traces/${segment(traceId)}`, { run }), signal);

export const fetchInstruments = (run: string | null, signal?: AbortSignal) => getJson<Instrument[]>(withQuery(`${V1}/metrics/instruments`, { run }), signal);
export const fetchSeries = (filter: Filter, signal?: AbortSignal) => getJson<InstrumentSeries>(withQuery(`${V1}/metrics/series`, filter), signal);

export const fetchTelemetryResources = (run: string | null, signal?: AbortSignal) => getJson<TelemetryResource[]>(withQuery(`${V1}/telemetry/resources`, { run }), signal);
export const clearTelemetry = (signal: 'logs' | 'traces' | 'metrics', resource: string | null) => remove(withQuery(`${V1}/telemetry`, { signal, resource }));

export const fetchRuns = (signal?: AbortSignal) => getJson<Run[]>(`${V1}/runs`, signal);
export const fetchComparison = (a: string, b: string, signal?: AbortSignal) => getJson<Comparison>(withQuery(`${V1}/runs/compare`, { a, b }), signal);
export const deleteRun = (id: string) => remove(`${V1}/runs/${segment(id)}`);
export const exportUrl = (run: string | null) => withQuery(`${V1}/export`, { run });
export const importRun = (file: Blob) => postFile(`${V1}/import`, file);

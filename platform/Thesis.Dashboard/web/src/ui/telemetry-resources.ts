import { useQuery } from '@tanstack/react-query';
import { fetchTelemetryResources } from '../api/dashboard.ts';
import type { TelemetryResource } from '../api/types.ts';

const LOOK_AGAIN_MS = 10_000;

/** The names of resources that sent some kind of telemetry in a run. */
export function useTelemetryResources(run: string | null, kind: 'logs' | 'spans' | 'metrics'): readonly string[] {
  const query = useQuery({ queryKey: ['telemetry-resources', run], queryFn: ({ signal }) => fetchTelemetryResources(run, signal), refetchInterval: LOOK_AGAIN_MS });
  const named = (query.data ?? []).filter((one: TelemetryResource) => one[kind] > 0).map((one) => one.name);
  return [...new Set(named)].sort();
}

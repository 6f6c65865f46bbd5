import type { ResourceView } from '../api/types.ts';

export type Tone = 'ok' | 'warn' | 'bad' | 'busy' | 'idle';

export interface ShownState {
  readonly tone: Tone;
  readonly label: string;
  /** Since when, for a state that should pass: its elapsed time is shown. */
  readonly since?: string;
  /** One more sentence: what it waits for, why it failed. */
  readonly detail?: string;
}

const STYLE_TONES: Readonly<Record<string, Tone>> = { success: 'ok', info: 'busy', warning: 'warn', error: 'bad' };

function words(state: string): string {
  const spaced = state.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced[0]?.toUpperCase() + spaced.slice(1);
}

/** A check that fails so soon after the start says that the resource is starting, not that it is ill. */
const STARTING_MS = 30_000;

/** Whether it was started so lately, or its checks have not run since. */
function isStarting(resource: ResourceView, nowMs: number): boolean {
  const startedMs = Date.parse(resource.startedAt ?? '');
  const unchecked = resource.healthReports.some((report) => !report.lastRunAt || Date.parse(report.lastRunAt) < startedMs);
  return resource.healthReports.length > 0 && resource.health !== 'Healthy' && (unchecked || nowMs - startedMs < STARTING_MS);
}

/** Why it failed, as the application put it in a property of that name. */
function faultOf(resource: ResourceView): { detail?: string } {
  const fault = resource.properties.find((one) => one.name.toLowerCase() === 'fault' || one.name.toLowerCase().endsWith('.fault'))?.value;
  return fault ? { detail: fault } : {};
}

/** What to show for a resource's state, health and exit code together. */
export function stateOf(resource: ResourceView, nowMs: number = Date.now()): ShownState {
  const state = resource.state ?? '';
  const began = resource.startedAt ?? resource.createdAt ?? undefined;
  const since = began ? { since: began } : {};
  switch (state) {
    case '':
    case 'Unknown':
      return { tone: 'idle', label: 'Unknown' };
    case 'NotStarted':
      return { tone: 'idle', label: 'Not started' };
    case 'Starting':
      return { tone: 'busy', label: 'Starting', ...since };
    case 'Stopping':
      return { tone: 'busy', label: 'Stopping' };
    case 'Waiting': {
      const detail = resource.waitingFor.length ? { detail: `for ${resource.waitingFor.join(', ')}` } : {};
      return { tone: 'busy', label: 'Waiting', ...detail };
    }
    case 'ValueMissing':
      return { tone: 'warn', label: 'Value missing', ...faultOf(resource) };
    case 'FailedToStart':
    case 'RuntimeUnhealthy':
      return { tone: 'bad', label: words(state), ...faultOf(resource) };
    case 'Exited':
    case 'Finished': {
      const failed = resource.exitCode !== null && resource.exitCode !== undefined && resource.exitCode !== 0;
      return { tone: failed ? 'bad' : 'idle', label: failed ? `${words(state)} (${resource.exitCode})` : words(state), ...faultOf(resource) };
    }
  }
  if (state === 'Running') {
    if (resource.health !== 'Degraded' && isStarting(resource, nowMs)) return { tone: 'busy', label: 'Starting', ...since, ...failureOf(resource) };
    if (resource.health === 'Unhealthy') return { tone: 'bad', label: 'Unhealthy', ...failureOf(resource) };
    if (resource.health === 'Degraded') return { tone: 'warn', label: 'Degraded', ...failureOf(resource) };
    return { tone: 'ok', label: resource.health === 'Healthy' ? 'Healthy' : 'Running' };
  }
  return { tone: STYLE_TONES[resource.stateStyle ?? ''] ?? 'idle', label: words(state) };
}

function failureOf(resource: ResourceView): { detail?: string } {
  const report = resource.healthReports.find((one) => one.status && one.status !== 'Healthy');
  const text = report?.lastRunAt ? (report.error ?? report.description ?? report.name) : undefined;
  return text ? { detail: text.split('\n')[0] ?? text } : {};
}

/** Whether a person should look at it. */
export function attentionOf(resource: ResourceView): boolean {
  const { tone } = stateOf(resource);
  return tone === 'bad' || tone === 'warn';
}

export const isParameter = (resource: ResourceView): boolean => resource.type === 'Parameter';
export const lacksValue = (resource: ResourceView): boolean => isParameter(resource) && resource.state === 'ValueMissing';

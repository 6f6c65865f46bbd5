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

/** Whether no health check has had an answer yet: the resource is starting, not ill. */
function awaitsFirstCheck(resource: ResourceView): boolean {
  return resource.healthReports.length > 0 && resource.healthReports.some((report) => !report.lastRunAt) && resource.health !== 'Healthy';
}

/** What to show for a resource's state, health and exit code together. */
export function stateOf(resource: ResourceView): ShownState {
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
      return { tone: 'warn', label: 'Value missing' };
    case 'FailedToStart':
    case 'RuntimeUnhealthy':
      return { tone: 'bad', label: words(state) };
    case 'Exited':
    case 'Finished': {
      const failed = resource.exitCode !== null && resource.exitCode !== undefined && resource.exitCode !== 0;
      return { tone: failed ? 'bad' : 'idle', label: failed ? `${words(state)} (${resource.exitCode})` : words(state) };
    }
  }
  if (state === 'Running') {
    if (resource.health === 'Unhealthy') return awaitsFirstCheck(resource) ? { tone: 'busy', label: 'Starting', ...since } : { tone: 'bad', label: 'Unhealthy', ...failureOf(resource) };
    if (resource.health === 'Degraded') return { tone: 'warn', label: 'Degraded', ...failureOf(resource) };
    if (!resource.health && awaitsFirstCheck(resource)) return { tone: 'busy', label: 'Starting', ...since };
    return { tone: 'ok', label: resource.health === 'Healthy' ? 'Healthy' : 'Running' };
  }
  return { tone: STYLE_TONES[resource.stateStyle ?? ''] ?? 'idle', label: words(state) };
}

function failureOf(resource: ResourceView): { detail?: string } {
  const report = resource.healthReports.find((one) => one.status && one.status !== 'Healthy');
  const text = report?.error ?? report?.description ?? report?.name;
  return text ? { detail: text.split('\n')[0] ?? text } : {};
}

/** Whether a person should look at it. */
export function attentionOf(resource: ResourceView): boolean {
  const { tone } = stateOf(resource);
  return tone === 'bad' || tone === 'warn';
}

export const isParameter = (resource: ResourceView): boolean => resource.type === 'Parameter';
export const lacksValue = (resource: ResourceView): boolean => isParameter(resource) && resource.state === 'ValueMissing';

import type { ResourceView } from '../api/types.ts';
import { type PlainKey } from '../language/catalogue.ts';
import { en } from '../language/en.ts';
import { t } from '../language/language.ts';

export type Tone = 'ok' | 'warn' | 'bad' | 'busy' | 'idle';

export interface ShownState {
  readonly tone: Tone;
  /** The state in English, which filters and addresses hold. */
  readonly key: string;
  /** The same in the present language. */
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

/** The states that have a name in every language, by their English one. */
const KNOWN: ReadonlyMap<string, PlainKey> = new Map(
  (['stateUnknown', 'stateNotStarted', 'stateStarting', 'stateStopping', 'stateWaiting', 'stateValueMissing', 'stateFailedToStart', 'stateRuntimeUnhealthy', 'stateExited', 'stateFinished', 'stateUnhealthy', 'stateDegraded', 'stateHealthy', 'stateRunning'] as const).map((key) => [en[key], key]),
);

/** A state in the present language; with an exit code behind it, as it is kept in filters. */
export function stateText(key: string): string {
  const [, name = key, code = ''] = /^(.*?)( \(-?\d+\))?$/.exec(key) ?? [];
  const known = KNOWN.get(name);
  return known ? t(known) + code : key;
}

const named = (tone: Tone, key: string): Pick<ShownState, 'tone' | 'key' | 'label'> => ({ tone, key, label: stateText(key) });

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
      return named('idle', 'Unknown');
    case 'NotStarted':
      return named('idle', 'Not started');
    case 'Starting':
      return { ...named('busy', 'Starting'), ...since };
    case 'Stopping':
      return named('busy', 'Stopping');
    case 'Waiting': {
      const detail = resource.waitingFor.length ? { detail: t('waitingFor', { names: resource.waitingFor.join(', ') }) } : {};
      return { ...named('busy', 'Waiting'), ...detail };
    }
    case 'ValueMissing':
      return { ...named('warn', 'Value missing'), ...faultOf(resource) };
    case 'FailedToStart':
    case 'RuntimeUnhealthy':
      return { ...named('bad', words(state)), ...faultOf(resource) };
    case 'Exited':
    case 'Finished': {
      const failed = resource.exitCode !== null && resource.exitCode !== undefined && resource.exitCode !== 0;
      return { ...named(failed ? 'bad' : 'idle', failed ? `${words(state)} (${resource.exitCode})` : words(state)), ...faultOf(resource) };
    }
  }
  if (state === 'Running') {
    if (resource.health !== 'Degraded' && isStarting(resource, nowMs)) return { ...named('busy', 'Starting'), ...since, ...failureOf(resource) };
    if (resource.health === 'Unhealthy') return { ...named('bad', 'Unhealthy'), ...failureOf(resource) };
    if (resource.health === 'Degraded') return { ...named('warn', 'Degraded'), ...failureOf(resource) };
    return named('ok', resource.health === 'Healthy' ? 'Healthy' : 'Running');
  }
  return named(STYLE_TONES[resource.stateStyle ?? ''] ?? 'idle', words(state));
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

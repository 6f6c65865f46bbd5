import type { ConsentResponse } from '@thesis/calls';

/** What there is to agree to, in the order in which it is shown. */
export const CONSENT_KINDS = ['terms', 'privacy', 'location_tracking', 'email', 'sms', 'photos'] as const;

export type ConsentKind = (typeof CONSENT_KINDS)[number];

/** The version of the words that stand on the screen; raise it when they change what people agree to. */
export const CONSENT_VERSION = '2026-12';

export interface ConsentState {
  readonly state: 'undecided' | 'given' | 'older' | 'refused';
  readonly decision: ConsentResponse | null;
}

/** Where somebody stands on a kind: the newest decision counts, and only for the words that it was made on. */
export function stateOf(decisions: readonly ConsentResponse[], kind: ConsentKind): ConsentState {
  const decision = decisions.find((one) => one.kind === kind) ?? null;
  if (!decision) return { state: 'undecided', decision };
  if (!decision.given) return { state: 'refused', decision };
  return { state: decision.version === CONSENT_VERSION ? 'given' : 'older', decision };
}

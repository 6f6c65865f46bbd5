import type { ResourceView } from '../api/types.ts';
import { Elapsed, useNow } from '../ui/Time.tsx';
import { stateOf, type Tone } from './resource-state.ts';

/** A start that takes too long turns into an illness without any event. */
const AGAIN_MS = 5_000;

const SHAPES: Record<Tone, string> = {
  ok: 'M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z',
  warn: 'M6 1l5.4 9.6H.6z',
  bad: 'M2 0.8h8L11.2 6 10 11.2H2L0.8 6z',
  busy: 'M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1zm0 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  idle: 'M2 5h8v2H2z',
};

/** A tone as colour and shape, so that neither is needed to tell. */
export function ToneMark({ tone }: { readonly tone: Tone }) {
  return (
    <svg className="tone" data-tone={tone} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d={SHAPES[tone]} fillRule="evenodd" />
    </svg>
  );
}

/** The state of a resource with its health: a mark, a word, and what it waits for or suffers from. */
export function StateMark({ resource, detail = true }: { readonly resource: ResourceView; readonly detail?: boolean }) {
  const state = stateOf(resource, useNow(AGAIN_MS));
  return (
    <span className="state" data-tone={state.tone}>
      <ToneMark tone={state.tone} />
      <span className="state-text">
        <span className="state-label">
          {state.label}
          {state.since && <> <Elapsed since={state.since} /></>}
        </span>
        {detail && state.detail && <span className="state-detail" title={state.detail}>{state.detail}</span>}
      </span>
    </span>
  );
}

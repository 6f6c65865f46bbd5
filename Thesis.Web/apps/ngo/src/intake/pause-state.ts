import type { NgoResponse } from '@thesis/calls';

export type PauseState = { readonly state: 'on' } | { readonly state: 'until'; readonly day: string } | { readonly state: 'open-ended' };

/** Whether food is taken as of a day of the region: a pause ends by itself on its day, or when somebody ends it. */
export function pauseOf(ngo: Pick<NgoResponse, 'accepting' | 'calendar'>, today: string): PauseState {
  if (!ngo.accepting) return { state: 'open-ended' };
  const { resumesOn } = ngo.calendar;
  return resumesOn !== null && resumesOn > today ? { state: 'until', day: resumesOn } : { state: 'on' };
}

import type { OrderEventResponse } from '@thesis/calls';

/** What people may report, as the API names it. */
export const INCIDENTS = ['food_unsafe', 'cooling_failed', 'access_denied', 'accident', 'breakdown', 'other'] as const;

/** What the history may hold: the service itself notes a wrong code at the door. */
export type Incident = (typeof INCIDENTS)[number] | 'wrong_code';

/** The events that an order's steps do not tell, the newest first. */
export const noteworthy = (events: readonly OrderEventResponse[]): readonly OrderEventResponse[] =>
  events.filter(({ action, reason }) => ['incident_reported', 'no_show', 'released'].includes(action) || (action === 'accepted' && reason !== '')).reverse();

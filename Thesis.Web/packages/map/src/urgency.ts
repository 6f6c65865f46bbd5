/** How soon a donation spoils. It has a shape as well as a colour. */
export type Urgency = 'calm' | 'soon' | 'urgent';

const HOUR_MS = 3_600_000;
const URGENT_HOURS = 6;
const SOON_HOURS = 24;

/** The urgency of food that is good until an instant. */
export function urgencyOf(expiresAt: string, nowMs: number): Urgency {
  const hours = (Date.parse(expiresAt) - nowMs) / HOUR_MS;
  return hours < URGENT_HOURS ? 'urgent' : hours < SOON_HOURS ? 'soon' : 'calm';
}

/** What a point on the map is. */
export type ItemKind = 'donor' | 'ngo' | 'donation' | 'driver';

/** How soon a donation spoils. It has a shape as well as a colour. */
export type Urgency = 'calm' | 'soon' | 'urgent';

/** A point on the map and a row of its table. */
export interface MapItem {
  readonly id: string;
  readonly kind: ItemKind;
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  /** What is said beside the name, e.g. "120 kg, until 18:00". */
  readonly detail?: string;
  readonly urgency?: Urgency;
}

/** An order's way from donor to charity. */
export interface MapRoute {
  readonly id: string;
  readonly from: { readonly latitude: number; readonly longitude: number };
  readonly to: { readonly latitude: number; readonly longitude: number };
  /** The food is on the way; otherwise it is planned. */
  readonly carried: boolean;
}

const HOUR_MS = 3_600_000;
const URGENT_HOURS = 6;
const SOON_HOURS = 24;

/** The urgency of food that is good until an instant. */
export function urgencyOf(expiresAt: string, nowMs: number): Urgency {
  const hours = (Date.parse(expiresAt) - nowMs) / HOUR_MS;
  return hours < URGENT_HOURS ? 'urgent' : hours < SOON_HOURS ? 'soon' : 'calm';
}

import type { Urgency } from './urgency.ts';

/** What a point on the map is. */
export type ItemKind = 'donor' | 'ngo' | 'donation' | 'driver';

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

import type { DriverOrderResponse } from '@thesis/calls';
import { distanceKm } from '@thesis/orders/distance';

export type SortBy = 'near' | 'urgent';

export interface Offer {
  readonly order: DriverOrderResponse;
  /** From the driver to the pickup, as the crow flies; null when it is not known where the driver is. */
  readonly awayKm: number | null;
}

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Offers by the way to their pickup, or by how soon the pickup ends. */
export function sortOffers(orders: readonly DriverOrderResponse[], by: SortBy, from: Point | null): readonly Offer[] {
  const offers = orders.map((order) => ({ order, awayKm: from && distanceKm(from, order.pickup) }));
  const end = ({ order }: Offer) => Math.min(Date.parse(order.pickupUntil), Date.parse(order.expiresAt));
  // Without a place the server's order stands: it knows where the driver was last.
  if (by === 'near' && !from) return offers;
  return offers.sort((a, b) => (by === 'near' ? (a.awayKm ?? 0) - (b.awayKm ?? 0) : end(a) - end(b)));
}

import type { OrderResponse } from '@thesis/calls';

/** What an order waits for, and until when. */
export interface Due {
  /** In Unix ms. */
  readonly at: number;
  readonly of: 'answer' | 'driver' | 'pickup' | 'delivery';
}

const SOON_MS = 30 * 60_000;

/** The next instant by which something must have happened to an order; null once it has ended. */
export function dueOf(order: Pick<OrderResponse, 'status' | 'respondBy' | 'pickupUntil' | 'expiresAt'>): Due | null {
  const pickup = Math.min(Date.parse(order.pickupUntil), Date.parse(order.expiresAt));
  switch (order.status) {
    case 'proposed':
      return { at: Date.parse(order.respondBy), of: 'answer' };
    case 'accepted':
      return { at: pickup, of: 'driver' };
    case 'assigned':
      return { at: pickup, of: 'pickup' };
    case 'picked_up':
      return { at: Date.parse(order.expiresAt), of: 'delivery' };
    default:
      return null;
  }
}

export type Pressure = 'breached' | 'soon' | 'calm';

export const pressureOf = (due: Due | null, now: number): Pressure => (due === null || due.at - now > SOON_MS ? 'calm' : due.at < now ? 'breached' : 'soon');

export interface BoardFilter {
  /** Part of what is carried, or of who gives or gets it. */
  readonly words: string;
  /** Only orders whose time is over, or nearly so. */
  readonly pressing: boolean;
  /** Only with, or without, a driver. */
  readonly driver: 'any' | 'with' | 'without';
  /** Only in this state; empty for all. */
  readonly status: string;
}

/** The orders that a filter leaves, what is due first in front. */
export function filterOrders(orders: readonly OrderResponse[], { words, pressing, driver, status }: BoardFilter, now: number): readonly OrderResponse[] {
  const wanted = words.trim().toLocaleLowerCase();
  return orders
    .filter((order) => `${order.title} ${order.donorName} ${order.ngoName} ${order.id}`.toLocaleLowerCase().includes(wanted))
    .filter((order) => !pressing || pressureOf(dueOf(order), now) !== 'calm')
    .filter((order) => status === '' || order.status === status)
    .filter((order) => driver === 'any' || (order.driverId !== null) === (driver === 'with'))
    .sort((a, b) => (dueOf(a)?.at ?? Infinity) - (dueOf(b)?.at ?? Infinity));
}

import type { OrderResponse } from '@thesis/calls';

type Coming = Pick<OrderResponse, 'pickupFrom'>;

/** Orders by the local day of their pickup, each day's in the order of time. */
export function byDay<T extends Coming>(orders: readonly T[]): readonly { readonly day: string; readonly orders: readonly T[] }[] {
  const days = new Map<string, T[]>();
  for (const order of [...orders].sort((a, b) => a.pickupFrom.localeCompare(b.pickupFrom))) {
    const day = new Date(order.pickupFrom).toDateString();
    days.set(day, [...(days.get(day) ?? []), order]);
  }
  return [...days].map(([day, ofDay]) => ({ day, orders: ofDay }));
}

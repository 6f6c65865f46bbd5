import type { OrderResponse } from '@thesis/calls';
import { dayIn } from '@thesis/region/clock';

type Coming = Pick<OrderResponse, 'pickupFrom' | 'estimatedDeliveryAt'>;

const expected = ({ estimatedDeliveryAt, pickupFrom }: Coming): string => estimatedDeliveryAt ?? pickupFrom;

/** Orders by the day on which they are expected in a zone, each day's in the order of time. */
export function byDay<T extends Coming>(orders: readonly T[], zone?: string): readonly { readonly day: string; readonly orders: readonly T[] }[] {
  const days = new Map<string, T[]>();
  for (const order of [...orders].sort((a, b) => expected(a).localeCompare(expected(b)))) {
    const day = dayIn(zone, new Date(expected(order)));
    days.set(day, [...(days.get(day) ?? []), order]);
  }
  return [...days].map(([day, ofDay]) => ({ day, orders: ofDay }));
}

import type { Order } from '@thesis/api';
import type { Snapshot } from './region-state.ts';

/** The counters over the map. */
export interface Figures {
  readonly offeredKg: number;
  readonly underWayKg: number;
  readonly deliveredKg: number;
  readonly openDonations: number;
  readonly ordersUnderWay: number;
  readonly ordersDone: number;
  readonly driversSeen: number;
}

export const isUnderWay = (order: Order): boolean => ['proposed', 'accepted', 'assigned', 'picked_up'].includes(order.status);

export function figuresOf({ donations, orders, drivers }: Snapshot): Figures {
  let offeredKg = 0;
  let deliveredKg = 0;
  let openDonations = 0;
  for (const donation of donations.values()) {
    if (donation.status === 'cancelled') continue;
    offeredKg += donation.quantityKg;
    deliveredKg += donation.deliveredKg;
    if (donation.status === 'open') openDonations++;
  }
  const underWay = [...orders.values()].filter(isUnderWay);
  return {
    offeredKg,
    deliveredKg,
    openDonations,
    underWayKg: underWay.reduce((sum, order) => sum + order.quantityKg, 0),
    ordersUnderWay: underWay.length,
    ordersDone: [...orders.values()].filter((order) => order.status === 'delivered' || order.status === 'completed').length,
    driversSeen: drivers.size,
  };
}

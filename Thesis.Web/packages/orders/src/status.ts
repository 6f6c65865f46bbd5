import type { OrderResponse } from '@thesis/calls';
import type { Tone } from '@thesis/ui';

/** An order's way, in order. */
export const STEPS = ['proposed', 'accepted', 'assigned', 'picked_up', 'delivered', 'completed'] as const;

/** How an order ends otherwise. */
export const ENDS = ['declined', 'expired', 'cancelled', 'failed', 'returned', 'lost'] as const;

export type OrderStatus = (typeof STEPS)[number] | (typeof ENDS)[number];

export const statusOf = (order: Pick<OrderResponse, 'status'>): OrderStatus => order.status as OrderStatus;

export const isUnderWay = (order: Pick<OrderResponse, 'status'>): boolean => ['proposed', 'accepted', 'assigned', 'picked_up'].includes(order.status);

export const isCarried = (order: Pick<OrderResponse, 'status'>): boolean => ['assigned', 'picked_up'].includes(order.status);

export const TONES: Readonly<Record<OrderStatus, Tone>> = {
  proposed: 'warn', accepted: 'info', assigned: 'info', picked_up: 'info', delivered: 'good', completed: 'good',
  declined: 'plain', expired: 'warn', cancelled: 'plain', failed: 'bad', returned: 'plain', lost: 'bad',
};

import type { OrderResponse } from '@thesis/calls';
import { StatusBadge } from '@thesis/ui';
import { statusOf, TONES } from './status.ts';
import { useOrderText } from './text.ts';

/** Where an order stands. */
export function OrderBadge({ order }: { readonly order: Pick<OrderResponse, 'status'> }) {
  const text = useOrderText();
  const status = statusOf(order);
  return <StatusBadge tone={TONES[status]}>{text(`status.${status}`)}</StatusBadge>;
}

import { allPages, useQuery } from '@thesis/api';
import { listOrders } from '@thesis/calls';
import { useUser } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';

/** Every list of orders begins with this. */
export const ORDERS = 'our-orders';

/** The charity's orders of these states, kept live. */
export function useOrders(...statuses: readonly string[]) {
  const user = useUser();
  useLiveRefresh(`user:${user.subject}`, [[ORDERS]]);
  return useQuery({
    queryKey: [ORDERS, ...statuses],
    queryFn: () => allPages((page) => listOrders({ query: { status: statuses.join(','), ...page } })),
  });
}

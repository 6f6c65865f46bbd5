import { useQuery } from '@thesis/api';
import { getOrderHistory, type OrderResponse } from '@thesis/calls';

/** What happened to an order, oldest first; read anew when its version grows. */
export const useOrderHistory = ({ id, version }: Pick<OrderResponse, 'id' | 'version'>) =>
  useQuery({ queryKey: ['order-history', id, version], queryFn: async () => (await getOrderHistory({ path: { id } })).data.events, placeholderData: (before) => before });

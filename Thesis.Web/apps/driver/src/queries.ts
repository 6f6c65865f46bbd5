import { ApiError, NoAnswer, useQuery, type QueryKey } from '@thesis/api';
import { getMyDriver, listMyOffers, listMyOrders, type DriverOrderResponse, type DriverResponse } from '@thesis/calls';
import { keep, kept, useUser } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import { usePosition } from './position/use-position.ts';
import { withActions } from './queue/driver-actions.ts';
import { useOutbox } from './queue/OutboxProvider.tsx';

export const DRIVER: QueryKey = ['driver'];
export const DRIVES: QueryKey = ['drives'];
export const OFFERS: QueryKey = ['offers'];

const MOST_OFFERS = 50;
const OFFERS_AGAIN_MS = 60_000;
// About 100 m: moving a little asks nothing anew.
const PLACES = 3;

const isUnanswered = (error: unknown): boolean => error instanceof NoAnswer || (error instanceof ApiError && error.status >= 500);

/** Reads from the server; without an answer, what it answered last. */
async function orKept<T>(owner: string, name: string, load: () => Promise<T>): Promise<T> {
  try {
    const data = await load();
    keep(owner, name, data);
    return data;
  } catch (error) {
    const last = isUnanswered(error) ? kept<T>(owner, name) : null;
    if (!last) throw error;
    return last.data;
  }
}

/** The driver that the user is; null before they have registered. */
export function useDriver() {
  const { subject } = useUser();
  return useQuery({
    queryKey: DRIVER,
    queryFn: () => orKept<DriverResponse | null>(subject, 'driver', async () => {
      try {
        return (await getMyDriver()).data;
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    }),
  });
}

/** The driver's orders under way, with what was done and is not sent yet. */
export function useDrives() {
  const { subject } = useUser();
  const { actions } = useOutbox();
  useLiveRefresh(`user:${subject}`, [DRIVES, OFFERS]);
  return useQuery({
    queryKey: DRIVES,
    queryFn: () => orKept(subject, 'drives', async () => (await listMyOrders({ query: { active: true, pageSize: 50 } })).data.items),
    select: (orders: readonly DriverOrderResponse[]) => withActions(orders, actions),
  });
}

/** What could be claimed from where the driver is. */
export function useOffers(enabled: boolean) {
  const { subject } = useUser();
  const { last } = usePosition();
  const at = last && { latitude: Number(last.latitude.toFixed(PLACES)), longitude: Number(last.longitude.toFixed(PLACES)) };
  return useQuery({
    queryKey: [...OFFERS, at],
    queryFn: () => orKept<readonly DriverOrderResponse[]>(subject, 'offers', async () => (await listMyOffers({ query: { ...at, limit: MOST_OFFERS } })).data),
    enabled,
    refetchInterval: OFFERS_AGAIN_MS,
    placeholderData: (before) => before,
  });
}

import { ApiError, NoAnswer, useQuery, type QueryKey } from '@thesis/api';
import { getDonation, getMyDriver, listMyOffers, listMyOrders, type DriverOrderResponse, type DriverResponse } from '@thesis/calls';
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

export interface DonorNotes {
  /** How to get in; the donor tells it to those who pick up. */
  readonly access: string;
  readonly pickup: string;
}

/** What the donors of the driver's orders say of getting in and of the pickup, by donation; kept for when there is no network at the gate. */
export function useDonorNotes(orders: readonly DriverOrderResponse[]): Readonly<Record<string, DonorNotes>> {
  const { subject } = useUser();
  const ids = [...new Set(orders.filter((order) => order.status === 'assigned').map((order) => order.donationId))].sort();
  const notes = useQuery({
    queryKey: ['donor-notes', ids],
    queryFn: () => orKept<Readonly<Record<string, DonorNotes>>>(subject, 'donor-notes', async () => Object.fromEntries(await Promise.all(ids.map(async (id) => {
      const { accessNotes, pickupNotes } = (await getDonation({ path: { id } })).data;
      return [id, { access: accessNotes ?? '', pickup: pickupNotes }] as const;
    })))),
    enabled: ids.length > 0,
    placeholderData: (before) => before,
  });
  return notes.data ?? {};
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

import { allPages, useQuery } from '@thesis/api';
import { listDonations, listDrivers, listOrders, mapDonors, mapNgos, type OrderResponse } from '@thesis/calls';
import { urgencyOf, type MapItem, type MapRoute } from '@thesis/map';
import { useFormats, useNow } from '@thesis/portal';
import { useLiveRefresh, type LiveMessage } from '@thesis/realtime';
import { useMemo, useState } from 'react';
import { useText } from '../text.ts';

const UNDER_WAY = ['proposed', 'accepted', 'assigned', 'picked_up'] as const;

interface Seen {
  readonly latitude: number;
  readonly longitude: number;
  readonly time: string;
}

/** Everything of a region that has a place on the map, live. */
export function useRegionItems(region: string) {
  const text = useText();
  const formats = useFormats();
  const now = useNow(60_000);
  const [moved, setMoved] = useState<ReadonlyMap<string, Seen>>(new Map());
  const places = useQuery({
    queryKey: ['map-places', region],
    queryFn: async () => {
      const [donors, ngos] = await Promise.all([mapDonors({ query: { region } }), mapNgos({ query: { region } })]);
      return { donors: donors.data.items, ngos: ngos.data.items };
    },
    staleTime: 5 * 60_000,
  });
  const live = useQuery({
    queryKey: ['map-live', region],
    queryFn: async () => {
      const [donations, drivers, ...orders] = await Promise.all([
        allPages((page) => listDonations({ query: { region, status: 'open', ...page } })),
        allPages((page) => listDrivers({ query: { region, ...page } })),
        ...UNDER_WAY.map((status) => allPages((page) => listOrders({ query: { region, status, ...page } }))),
      ]);
      return { donations, drivers, orders: orders.flat() };
    },
  });
  useLiveRefresh(`region:${region}`, [['map-live', region]], (message) => {
    if (message.type !== 'driver.location.updated') return;
    const { driverId, positions } = (message as LiveMessage<{ driverId: string; positions: readonly Seen[] }>).data;
    const last = positions.at(-1);
    if (last) setMoved((old) => new Map(old).set(driverId, last));
  });

  const fixed = useMemo<readonly MapItem[]>(() => [
    ...(places.data?.donors ?? []).map((donor) => ({ ...donor, kind: 'donor' as const })),
    ...(places.data?.ngos ?? []).map((ngo) => ({ ...ngo, kind: 'ngo' as const })),
  ], [places.data]);

  const items = useMemo<readonly MapItem[]>(() => [
    ...fixed,
    ...(live.data?.donations ?? []).map((donation) => ({
      id: donation.id, kind: 'donation' as const, name: donation.title, latitude: donation.place.latitude, longitude: donation.place.longitude,
      urgency: urgencyOf(donation.expiresAt, now),
      detail: text('map.open', { weight: formats.weight(donation.openKg), time: formats.moment(donation.expiresAt) }),
    })),
    ...(live.data?.drivers ?? []).flatMap((driver) => {
      const seen = moved.get(driver.id) ?? driver.lastPosition;
      return seen ? [{ id: driver.id, kind: 'driver' as const, name: driver.name, latitude: seen.latitude, longitude: seen.longitude, detail: text('map.seen', { relative: formats.relative(seen.time, now) }) }] : [];
    }),
  ], [fixed, live.data, moved, now, text, formats]);

  const orders = useMemo<readonly OrderResponse[]>(() => live.data?.orders ?? [], [live.data]);
  const routes = useMemo<readonly MapRoute[]>(() => orders.map((order) => ({ id: order.id, from: order.pickup, to: order.dropoff, carried: order.status === 'picked_up' })), [orders]);
  return { items, routes, orders, pending: places.isPending || live.isPending, failed: places.isError || live.isError, again: () => void Promise.all([places.refetch(), live.refetch()]) };
}

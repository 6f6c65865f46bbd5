import { allPages, useQuery } from '@thesis/api';
import { listDonations, listDrivers, listOrders, mapDonors, mapNgos, type OrderResponse } from '@thesis/calls';
import { urgencyOf, type MapItem, type MapRoute } from '@thesis/map';
import { useFormats, useNow } from '@thesis/portal';
import { useEffect, useMemo, useRef, useState } from 'react';
import { COLUMNS } from '../board/columns.ts';
import { useRegionRefresh, type Position } from '../live.ts';
import { useText } from '../text.ts';

// A little longer than a driver's mark glides to its new place: thousands that move are one drawing a second, not one each.
const GATHER_MS = 1000;

/** Where drivers were seen last, gathered. */
function useMoved(): [moved: ReadonlyMap<string, Position>, onMoved: (driverId: string, last: Position) => void] {
  const [moved, setMoved] = useState<ReadonlyMap<string, Position>>(new Map());
  const waiting = useRef(new Map<string, Position>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const shownAt = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return [moved, (driverId, last) => {
    waiting.current.set(driverId, last);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      shownAt.current = Date.now();
      const news = waiting.current;
      waiting.current = new Map();
      setMoved((old) => new Map([...old, ...news]));
    }, shownAt.current + GATHER_MS - Date.now());
  }];
}

/** Everything of a region that has a place on the map, live. */
export function useRegionItems(region: string) {
  const text = useText();
  const formats = useFormats();
  const now = useNow(60_000);
  const [moved, onMoved] = useMoved();
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
      const [donations, drivers, orders] = await Promise.all([
        allPages((page) => listDonations({ query: { region, status: 'open', ...page } })),
        allPages((page) => listDrivers({ query: { region, ...page } })),
        allPages((page) => listOrders({ query: { region, status: COLUMNS.join(','), ...page } })),
      ]);
      return { donations, drivers, orders };
    },
  });
  useRegionRefresh(region, [['map-live', region]], onMoved);

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
      // Said when somebody asks: of thousands, few are looked at.
      return seen ? [{ id: driver.id, kind: 'driver' as const, name: driver.name, latitude: seen.latitude, longitude: seen.longitude, get detail() { return text('map.seen', { relative: formats.relative(seen.time, now) }); } }] : [];
    }),
  ], [fixed, live.data, moved, now, text, formats]);

  const orders = useMemo<readonly OrderResponse[]>(() => live.data?.orders ?? [], [live.data]);
  const routes = useMemo<readonly MapRoute[]>(() => orders.map((order) => ({ id: order.id, from: order.pickup, to: order.dropoff, carried: order.status === 'picked_up' })), [orders]);
  return { items, routes, orders, pending: places.isPending || live.isPending, failed: places.isError || live.isError, again: () => void Promise.all([places.refetch(), live.refetch()]) };
}

import { RegionMap, type MapItem, type MapRoute } from '@thesis/map';
import { useLocation } from '@thesis/portal';
import { useMemo } from 'react';
import { usePosition } from '../position/use-position.ts';
import { useText } from '../text.ts';
import { placeOf, type PlannedStop } from './plan-stops.ts';

/** The stops on a map, joined in the order of driving; choosing one opens it. */
export default function StopsMap({ stops }: { readonly stops: readonly PlannedStop[] }) {
  const text = useText();
  const [, go] = useLocation();
  const { last } = usePosition();
  const items = useMemo<readonly MapItem[]>(() => [
    ...stops.map((stop, index) => ({
      id: `${stop.order.id}/${stop.kind}`, kind: stop.kind === 'pickup' ? ('donor' as const) : ('ngo' as const), name: `${index + 1}. ${placeOf(stop)}`, ...stop.at,
    })),
    ...(last ? [{ id: 'me', kind: 'driver' as const, name: text('stops.you'), latitude: last.latitude, longitude: last.longitude }] : []),
  ], [stops, last, text]);
  const routes = useMemo<readonly MapRoute[]>(() => {
    const points = [...(last ? [last] : []), ...stops.map((stop) => stop.at)];
    return points.slice(1).map((to, index) => ({ id: `leg-${index}`, from: points[index] ?? to, to, carried: index === 0 }));
  }, [stops, last]);
  return (
    <RegionMap
      items={items}
      routes={routes}
      selected={null}
      onSelect={(id) => {
        const order = id?.split('/')[0];
        if (order?.startsWith('ord_')) go(`/driver/orders/${order}`);
      }}
      height="min(50vh, 420px)"
    />
  );
}

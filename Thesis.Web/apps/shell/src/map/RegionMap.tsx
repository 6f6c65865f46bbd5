import { useEffect, useRef } from 'react';
import type { Snapshot } from '../state/region-state.ts';
import { MapView } from './map-view.ts';

/** The map; Leaflet draws it, React only hands over the state. */
export function RegionMap({ snapshot }: { readonly snapshot: Snapshot }) {
  const element = useRef<HTMLDivElement>(null);
  const view = useRef<MapView>(undefined);

  useEffect(() => {
    if (!element.current) return;
    const map = new MapView(element.current);
    view.current = map;
    return () => {
      map.close();
      view.current = undefined;
    };
  }, []);

  useEffect(() => view.current?.show(snapshot), [snapshot]);

  return <div className="map" ref={element} role="region" aria-label="Map of donors, charities, food, orders and drivers" />;
}

import { Box, useReducedMotion } from '@thesis/ui';
import { useEffect, useRef } from 'react';
import type { MapItem, MapRoute } from './items.ts';
import { Legend } from './Legend.tsx';
import { MapView } from './map-view.ts';
import { useMapText } from './text.ts';
import './region-map.css';

export interface RegionMapProps {
  readonly items: readonly MapItem[];
  readonly routes: readonly MapRoute[];
  /** The item or route that is chosen; the same one as in the list and the table. */
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
  /** Any CSS height. */
  readonly height: string;
}

/** A region's map. Those who cannot use a map get the same from `RegionTable`. */
export function RegionMap({ items, routes, selected, onSelect, height }: RegionMapProps) {
  const text = useMapText();
  const reducedMotion = useReducedMotion();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<MapView>(undefined);
  const latest = useRef(onSelect);
  useEffect(() => {
    latest.current = onSelect;
  });
  const [zoomIn, zoomOut] = [text('zoomIn'), text('zoomOut')];

  useEffect(() => {
    if (!box.current) return;
    const made = new MapView(box.current, { onSelect: (id) => latest.current(id), reducedMotion, zoomIn, zoomOut });
    view.current = made;
    return () => made.close();
  }, [reducedMotion, zoomIn, zoomOut]);

  useEffect(() => view.current?.show(items, routes), [items, routes, reducedMotion, zoomIn, zoomOut]);
  useEffect(() => view.current?.select(selected, items.find((item) => item.id === selected)), [selected, items, reducedMotion, zoomIn, zoomOut]);

  return (
    <Box className="region-map" h={height} component="section" aria-label={text('map')}>
      <div ref={box} className="ground" />
      <Legend />
    </Box>
  );
}

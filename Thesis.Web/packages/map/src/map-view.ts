import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { Basemap } from './basemap.ts';
import { extentOf, type Extent } from './extent.ts';
import type { MapItem, MapRoute } from './items.ts';
import { PointLayer } from './point-layer.ts';

const CLOSEST_ZOOM = 16;
// One place would otherwise be fitted at the closest zoom, where nothing is recognised.
const CLOSEST_FIT = 13;

interface MapViewOptions {
  readonly onSelect: (id: string | null) => void;
  readonly reducedMotion: boolean;
  readonly zoomIn: string;
  readonly zoomOut: string;
}

/** A region on a map: the ground, and its points above it. */
export class MapView {
  readonly #element: HTMLElement;
  readonly #map: L.Map;
  readonly #basemap: Basemap;
  readonly #points: PointLayer;
  readonly #resize: ResizeObserver;
  readonly #scheme: MutationObserver;
  readonly #tip: L.Tooltip;
  #fitted: Extent | null = null;

  constructor(element: HTMLElement, { onSelect, reducedMotion, zoomIn, zoomOut }: MapViewOptions) {
    this.#element = element;
    this.#map = L.map(element, {
      renderer: L.canvas({ padding: 0.3 }), zoomSnap: 0.5, maxZoom: CLOSEST_ZOOM, attributionControl: false, zoomControl: false,
      zoomAnimation: !reducedMotion, fadeAnimation: !reducedMotion, inertia: !reducedMotion,
    }).setView([20, 0], 2);
    L.control.zoom({ position: 'topright', zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(this.#map);
    L.control.scale({ position: 'bottomright' }).addTo(this.#map);
    this.#basemap = new Basemap(this.#map, this.#colour);
    this.#points = new PointLayer(this.#colour, reducedMotion);
    this.#points.addTo(this.#map);
    this.#tip = L.tooltip({ direction: 'top', offset: [0, -10] });
    this.#map.on('click', (event) => this.#choose(event, onSelect));
    this.#map.on('mousemove', (event) => this.#hover(event));
    this.#resize = new ResizeObserver(() => this.#map.invalidateSize());
    this.#resize.observe(element);
    this.#scheme = new MutationObserver(() => this.#restyle());
    this.#scheme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] });
  }

  show(items: readonly MapItem[], routes: readonly MapRoute[]): void {
    this.#points.show(items, routes);
    const extent = this.#fitted ? null : extentOf(items);
    if (extent) this.fit(extent);
  }

  fit(extent: Extent): void {
    this.#fitted = extent;
    this.#map.fitBounds([[extent[0], extent[1]], [extent[2], extent[3]]], { padding: [32, 32], maxZoom: CLOSEST_FIT, animate: false });
    void this.#basemap.load(extent).then(() => {
      this.#points.labels = this.#basemap.labels;
      this.#points.redraw();
    });
  }

  /** Marks an item or a route, and brings an item into view. */
  select(id: string | null, item: MapItem | undefined): void {
    this.#points.selected = id;
    if (item && !this.#map.getBounds().contains([item.latitude, item.longitude])) this.#map.panTo([item.latitude, item.longitude]);
    this.#points.redraw();
  }

  close(): void {
    this.#resize.disconnect();
    this.#scheme.disconnect();
    this.#map.remove();
  }

  readonly #colour = (name: string): string => getComputedStyle(this.#element).getPropertyValue(`--thesis-${name}`).trim();

  #choose(event: L.LeafletMouseEvent, onSelect: (id: string | null) => void): void {
    const hit = this.#points.hit(event.containerPoint);
    if (hit?.at && hit.opensAt !== undefined) this.#map.setView(hit.at, hit.opensAt);
    else onSelect(hit?.item?.id ?? null);
  }

  #hover(event: L.LeafletMouseEvent): void {
    const hit = this.#points.hit(event.containerPoint);
    this.#element.style.cursor = hit ? 'pointer' : '';
    if (!hit?.item) {
      this.#tip.remove();
      return;
    }
    // Leaflet takes HTML; names are text.
    const words = document.createElement('span');
    words.textContent = [hit.item.name, hit.item.detail].filter(Boolean).join(': ');
    this.#tip.setContent(words).setLatLng([hit.item.latitude, hit.item.longitude]).openOn(this.#map);
  }

  #restyle(): void {
    this.#basemap.restyle();
    this.#points.restyle();
  }
}

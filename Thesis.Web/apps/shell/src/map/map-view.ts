import type { Donation, Order } from '@thesis/api';
import L from 'leaflet';
import { isUnderWay } from '../state/figures.ts';
import type { DriverMark, Snapshot } from '../state/region-state.ts';
import { Graticule } from './graticule.ts';
import { convexHull } from './hull.ts';
import { Palette } from './palette.ts';

const HOUR_MS = 3_600_000;
const GLIDE_MS = 900;
// Streets; without it a region of one place would be fitted at an infinite zoom.
const CLOSEST_ZOOM = 16;

interface Glide {
  readonly marker: L.CircleMarker;
  from: L.LatLng;
  to: L.LatLng;
  since: number;
  target: DriverMark;
}

/** Draws a region on a canvas, changing only what changed. */
export class MapView {
  readonly #map: L.Map;
  readonly #palette: Palette;
  readonly #graticule: Graticule;
  readonly #places = L.layerGroup();
  readonly #routes = new Map<string, { line: L.Polyline; order: Order }>();
  readonly #food = new Map<string, { mark: L.CircleMarker; donation: Donation }>();
  readonly #drivers = new Map<string, Glide>();
  readonly #resize: ResizeObserver;
  #drawnPlaces: readonly unknown[] = [];
  #fitted = false;
  #frame = 0;

  constructor(element: HTMLElement) {
    this.#map = L.map(element, { renderer: L.canvas({ padding: 0.3 }), zoomSnap: 0.25, maxZoom: CLOSEST_ZOOM, attributionControl: false, zoomControl: false }).setView([20, 0], 2);
    L.control.zoom({ position: 'topright' }).addTo(this.#map);
    L.control.scale({ imperial: false, position: 'bottomright' }).addTo(this.#map);
    this.#palette = new Palette(element, () => this.#redraw());
    this.#graticule = new Graticule(this.#map, () => this.#palette.of('map-line'));
    this.#places.addTo(this.#map);
    this.#resize = new ResizeObserver(() => this.#map.invalidateSize());
    this.#resize.observe(element);
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#resize.disconnect();
    this.#palette.close();
    this.#map.remove();
  }

  show(snapshot: Snapshot): void {
    this.#showPlaces(snapshot);
    this.#showOrders(snapshot.orders);
    this.#showFood(snapshot.donations);
    this.#showDrivers(snapshot.drivers);
  }

  #showPlaces({ donors, ngos }: Snapshot): void {
    if (this.#drawnPlaces[0] === donors && this.#drawnPlaces[1] === ngos) return;
    this.#drawnPlaces = [donors, ngos];
    this.#places.clearLayers();
    const points = [...donors.values(), ...ngos.values()].map((place) => [place.latitude, place.longitude] as const);
    const hull = convexHull(points).map(([latitude, longitude]) => L.latLng(latitude, longitude));
    L.polygon(hull, { stroke: false, fillColor: this.#palette.of('surface'), fillOpacity: 0.55, interactive: false }).addTo(this.#places);
    for (const [places, colour, radius] of [[donors, 'donor', 2.5], [ngos, 'ngo', 4]] as const) {
      for (const place of places.values()) {
        L.circleMarker([place.latitude, place.longitude], { radius, weight: 0, fillColor: this.#palette.of(colour), fillOpacity: 0.75 })
          .bindTooltip(() => text(`${place.name} (${place.kind.replaceAll('_', ' ')})`))
          .addTo(this.#places);
      }
    }
    if (!this.#fitted && hull.length > 0) {
      this.#fitted = true;
      this.#map.fitBounds(L.latLngBounds(hull), { padding: [24, 24], animate: false });
      this.#graticule.draw();
    }
  }

  #showOrders(orders: ReadonlyMap<string, Order>): void {
    for (const [id, order] of orders) {
      const drawn = this.#routes.get(id);
      if (drawn?.order === order) continue;
      drawn?.line.remove();
      this.#routes.delete(id);
      if (!isUnderWay(order)) continue;
      const line = L.polyline([[order.pickup.latitude, order.pickup.longitude], [order.dropoff.latitude, order.dropoff.longitude]], this.#routeStyle(order))
        .bindTooltip(() => text(`${Math.round(order.quantityKg)} kg ${order.title}: ${order.donorName} → ${order.ngoName} (${order.status.replace('_', ' ')})`), { sticky: true })
        .addTo(this.#map);
      this.#routes.set(id, { line, order });
    }
  }

  #showFood(donations: ReadonlyMap<string, Donation>): void {
    for (const [id, donation] of donations) {
      const drawn = this.#food.get(id);
      if (drawn?.donation === donation) continue;
      drawn?.mark.remove();
      this.#food.delete(id);
      if (donation.status !== 'open') continue;
      const mark = L.circleMarker([donation.place.latitude, donation.place.longitude], this.#foodStyle(donation))
        .bindTooltip(() => text(`${donation.title}: ${Math.round(openKg(donation))} kg open, ${donation.donorName}`))
        .addTo(this.#map);
      this.#food.set(id, { mark, donation });
    }
  }

  #showDrivers(drivers: ReadonlyMap<string, DriverMark>): void {
    for (const [id, driver] of drivers) {
      const to = L.latLng(driver.latitude, driver.longitude);
      const known = this.#drivers.get(id);
      if (known?.target === driver) continue;
      if (known) {
        Object.assign(known, { from: known.marker.getLatLng(), to, since: performance.now(), target: driver });
      } else {
        const marker = L.circleMarker(to, { radius: 6, weight: 2, color: this.#palette.of('surface'), fillColor: this.#palette.of('driver'), fillOpacity: 1 }).bindTooltip(() => text(this.#drivers.get(id)?.target.name ?? ''));
        marker.addTo(this.#map);
        this.#drivers.set(id, { marker, from: to, to, since: 0, target: driver });
      }
    }
    if (!this.#frame) this.#frame = requestAnimationFrame(this.#glide);
  }

  readonly #glide = (now: number): void => {
    let moving = false;
    for (const driver of this.#drivers.values()) {
      const part = Math.min(1, (now - driver.since) / GLIDE_MS);
      const at = driver.marker.getLatLng();
      if (at.equals(driver.to)) continue;
      driver.marker.setLatLng([driver.from.lat + (driver.to.lat - driver.from.lat) * part, driver.from.lng + (driver.to.lng - driver.from.lng) * part]);
      moving ||= part < 1;
    }
    this.#frame = moving ? requestAnimationFrame(this.#glide) : 0;
  };

  #routeStyle(order: Order): L.PolylineOptions {
    const carried = order.status === 'picked_up';
    return { color: this.#palette.of('driver'), weight: carried ? 3 : 1.5, opacity: carried ? 0.9 : 0.4, ...(carried ? {} : { dashArray: '4 5' }) };
  }

  #foodStyle(donation: Donation): L.CircleMarkerOptions {
    const hours = (Date.parse(donation.expiresAt) - Date.now()) / HOUR_MS;
    const colour = this.#palette.of(hours < 6 ? 'urgent' : hours < 24 ? 'soon' : 'calm');
    return { radius: 3 + Math.sqrt(openKg(donation)) / 2.5, weight: 1, color: colour, fillColor: colour, fillOpacity: 0.45 };
  }

  #redraw(): void {
    this.#drawnPlaces = [];
    this.#graticule.draw();
    this.#routes.forEach(({ line, order }) => line.setStyle(this.#routeStyle(order)));
    this.#food.forEach(({ mark, donation }) => mark.setStyle(this.#foodStyle(donation)));
    this.#drivers.forEach(({ marker }) => marker.setStyle({ color: this.#palette.of('surface'), fillColor: this.#palette.of('driver') }));
  }
}

const openKg = (donation: Donation): number => donation.quantityKg - donation.reservedKg - donation.deliveredKg - donation.lostKg;

/** Leaflet takes HTML; names are text. */
function text(value: string): HTMLElement {
  const span = document.createElement('span');
  span.textContent = value;
  return span;
}

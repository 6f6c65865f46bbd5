import L from 'leaflet';
import Supercluster from 'supercluster';
import type { Label } from './basemap.ts';
import type { MapItem, MapRoute } from './items.ts';
import type { Urgency } from './urgency.ts';
import { shapeOf, SIZES, trace, type Shape } from './shapes.ts';

const GLIDE_MS = 900;
const HIT_PX = 14;
const CLUSTER_PX = 44;
const CLUSTERED_UNTIL_ZOOM = 13;
// Wider than the largest shape with its edge.
const MARK_PX = 28;

interface Place {
  readonly item: MapItem;
}

interface Glide {
  readonly from: L.LatLng;
  readonly to: L.LatLng;
  readonly since: number;
}

interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly item?: MapItem;
  /** A cluster, and the zoom at which it falls apart. */
  readonly at?: L.LatLng;
  readonly opensAt?: number;
}

const TONES: Readonly<Record<Urgency, string>> = { calm: 'good', soon: 'warn', urgent: 'bad' };

/** All points of a region on one canvas: no element per marker, so that thousands can move. */
export class PointLayer extends L.Layer {
  readonly #canvas = L.DomUtil.create('canvas', 'leaflet-zoom-hide');
  readonly #readColour: (name: string) => string;
  readonly #still: boolean;
  readonly #clusters = new Supercluster<Place>({ radius: CLUSTER_PX, maxZoom: CLUSTERED_UNTIL_ZOOM });
  #places: readonly MapItem[] = [];
  #single: readonly MapItem[] = [];
  #routes: readonly MapRoute[] = [];
  #glides = new Map<string, Glide>();
  #drawn: Drawn[] = [];
  #frame = 0;
  #size = { width: 0, height: 0 };
  /** Colours by name, and drawn marks, as they are until the scheme changes. */
  readonly #colours = new Map<string, string>();
  readonly #marks = new Map<string, HTMLCanvasElement>();
  #shown: L.Map | null = null;
  selected: string | null = null;
  labels: readonly Label[] = [];

  /** @param still Without motion: drivers jump instead of gliding. */
  constructor(colour: (name: string) => string, still: boolean) {
    super();
    this.#readColour = colour;
    this.#still = still;
    this.#canvas.setAttribute('aria-hidden', 'true');
    this.#canvas.style.pointerEvents = 'none';
  }

  override onAdd(map: L.Map): this {
    this.#shown = map;
    // Above the ground, which draws on the overlay pane.
    const pane = map.getPane('points') ?? map.createPane('points');
    pane.style.zIndex = '450';
    pane.style.pointerEvents = 'none';
    pane.appendChild(this.#canvas);
    map.on('moveend zoomend resize viewreset', this.#place, this);
    this.#place();
    return this;
  }

  override onRemove(map: L.Map): this {
    cancelAnimationFrame(this.#frame);
    map.off('moveend zoomend resize viewreset', this.#place, this);
    this.#canvas.remove();
    this.#shown = null;
    return this;
  }

  show(items: readonly MapItem[], routes: readonly MapRoute[]): void {
    const places = items.filter((item) => item.kind === 'donor' || item.kind === 'ngo');
    if (!same(places, this.#places)) {
      this.#clusters.load(places.map((item) => ({ type: 'Feature', properties: { item }, geometry: { type: 'Point', coordinates: [item.longitude, item.latitude] } })));
      this.#places = places;
    }
    const now = performance.now();
    const before = new Map(this.#single.map((item) => [item.id, item]));
    this.#single = items.filter((item) => item.kind === 'donation' || item.kind === 'driver');
    for (const item of this.#single) {
      const old = before.get(item.id);
      if (!old || this.#still || (old.latitude === item.latitude && old.longitude === item.longitude)) continue;
      this.#glides.set(item.id, { from: this.#positionOf(old, now), to: L.latLng(item.latitude, item.longitude), since: now });
    }
    this.#routes = routes;
    this.redraw();
  }

  /** Forgets what was drawn in other colours. */
  restyle(): void {
    this.#colours.clear();
    this.#marks.clear();
    this.redraw();
  }

  redraw(): void {
    if (!this.#frame) this.#frame = requestAnimationFrame(this.#draw);
  }

  /** What is drawn nearest to a point of the map's container. */
  hit(point: L.Point): Drawn | null {
    let best: Drawn | null = null;
    let bestPx = HIT_PX;
    for (const drawn of this.#drawn) {
      const px = Math.hypot(drawn.x - point.x, drawn.y - point.y);
      // What is drawn later lies on top.
      if (px <= bestPx) [best, bestPx] = [drawn, px];
    }
    return best;
  }

  #place(): void {
    const map = this.#shown;
    if (!map) return;
    const size = map.getSize();
    const ratio = devicePixelRatio || 1;
    // Another screen may have another sharpness.
    this.#marks.clear();
    L.DomUtil.setPosition(this.#canvas, map.containerPointToLayerPoint([0, 0]));
    Object.assign(this.#canvas, { width: size.x * ratio, height: size.y * ratio });
    Object.assign(this.#canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    this.redraw();
  }

  #positionOf(item: MapItem, now: number): L.LatLng {
    const glide = this.#glides.get(item.id);
    if (!glide) return L.latLng(item.latitude, item.longitude);
    const part = Math.min(1, (now - glide.since) / GLIDE_MS);
    if (part === 1) this.#glides.delete(item.id);
    return L.latLng(glide.from.lat + (glide.to.lat - glide.from.lat) * part, glide.from.lng + (glide.to.lng - glide.from.lng) * part);
  }

  readonly #draw = (now: number): void => {
    this.#frame = 0;
    const map = this.#shown;
    const context = this.#canvas.getContext('2d');
    if (!map || !context) return;
    const ratio = devicePixelRatio || 1;
    const size = map.getSize();
    this.#size = { width: size.x, height: size.y };
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#drawn = [];
    this.#drawLabels(context, map);
    this.#drawRoutes(context, map);
    this.#drawPlaces(context, map);
    for (const item of this.#single) this.#drawItem(context, map, item, this.#positionOf(item, now));
    if (this.#glides.size > 0) this.redraw();
  };

  #drawLabels(context: CanvasRenderingContext2D, map: L.Map): void {
    context.font = '12px system-ui, sans-serif';
    context.textAlign = 'center';
    context.fillStyle = this.#colour('map-text');
    const zoom = map.getZoom();
    const bounds = map.getBounds();
    for (const label of this.labels) {
      if (zoom < label.zoom || zoom > label.zoom + 4 || !bounds.contains(label.at)) continue;
      const { x, y } = map.latLngToContainerPoint(label.at);
      context.fillText(label.text, x, y);
    }
  }

  #drawRoutes(context: CanvasRenderingContext2D, map: L.Map): void {
    context.strokeStyle = this.#colour('info');
    for (const route of this.#routes) {
      const from = map.latLngToContainerPoint([route.from.latitude, route.from.longitude]);
      const to = map.latLngToContainerPoint([route.to.latitude, route.to.longitude]);
      const chosen = route.id === this.selected;
      context.lineWidth = chosen ? 4 : route.carried ? 2.5 : 1.25;
      context.globalAlpha = chosen || route.carried ? 0.9 : 0.5;
      context.setLineDash(route.carried ? [] : [5, 5]);
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
  }

  #drawPlaces(context: CanvasRenderingContext2D, map: L.Map): void {
    const bounds = map.getBounds().pad(0.1);
    const box: [number, number, number, number] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    for (const found of this.#clusters.getClusters(box, Math.floor(map.getZoom()))) {
      const [longitude = 0, latitude = 0] = found.geometry.coordinates;
      const at = L.latLng(latitude, longitude);
      if ('cluster' in found.properties) this.#drawCluster(context, map, at, found.properties.point_count, found.properties.cluster_id);
      else this.#drawItem(context, map, (found.properties as Place).item, at);
    }
  }

  #drawCluster(context: CanvasRenderingContext2D, map: L.Map, at: L.LatLng, count: number, id: number): void {
    const { x, y } = map.latLngToContainerPoint(at);
    const size = 11 + Math.min(9, Math.log2(count));
    context.beginPath();
    context.arc(x, y, size, 0, 2 * Math.PI);
    context.fillStyle = this.#colour('surface');
    context.strokeStyle = this.#colour('map-text');
    context.lineWidth = 1.5;
    context.fill();
    context.stroke();
    context.fillStyle = this.#colour('map-text');
    context.font = 'bold 12px system-ui, sans-serif';
    context.textAlign = 'center';
    context.fillText(String(count), x, y + 4);
    this.#drawn.push({ x, y, at, opensAt: this.#clusters.getClusterExpansionZoom(id) });
  }

  #drawItem(context: CanvasRenderingContext2D, map: L.Map, item: MapItem, at: L.LatLng): void {
    const { x, y } = map.latLngToContainerPoint(at);
    const { width, height } = this.#size;
    if (x < -20 || y < -20 || x > width + 20 || y > height + 20) return;
    const shape = shapeOf(item.kind, item.urgency);
    const tone = item.kind === 'donation' ? TONES[item.urgency ?? 'calm'] : item.kind === 'driver' ? 'info' : 'map-text';
    if (item.id === this.selected) this.#drawChosen(context, shape, tone, x, y);
    else context.drawImage(this.#mark(shape, tone), x - MARK_PX / 2, y - MARK_PX / 2, MARK_PX, MARK_PX);
    this.#drawn.push({ x, y, item });
  }

  /** A shape in its colour, drawn once: to copy it is many times faster than to trace it. */
  #mark(shape: Shape, tone: string): HTMLCanvasElement {
    const key = `${shape} ${tone}`;
    const known = this.#marks.get(key);
    if (known) return known;
    const mark = document.createElement('canvas');
    const ratio = devicePixelRatio || 1;
    Object.assign(mark, { width: MARK_PX * ratio, height: MARK_PX * ratio });
    const context = mark.getContext('2d');
    context?.scale(ratio, ratio);
    if (context) this.#drawShape(context, shape, tone, MARK_PX / 2, MARK_PX / 2, 1);
    this.#marks.set(key, mark);
    return mark;
  }

  #drawChosen(context: CanvasRenderingContext2D, shape: Shape, tone: string, x: number, y: number): void {
    this.#drawShape(context, shape, tone, x, y, 1.5);
    context.strokeStyle = this.#colour('map-text');
    context.lineWidth = 2.5;
    context.beginPath();
    context.arc(x, y, SIZES[shape] * 1.5 + 5, 0, 2 * Math.PI);
    context.stroke();
  }

  #drawShape(context: CanvasRenderingContext2D, shape: Shape, tone: string, x: number, y: number, scale: number): void {
    const colour = this.#colour(tone);
    trace(context, shape, x, y, SIZES[shape] * scale);
    context.fillStyle = shape === 'ring' ? this.#colour('surface') : colour;
    context.strokeStyle = shape === 'ring' ? colour : this.#colour('surface');
    context.lineWidth = shape === 'ring' ? 2.5 : 1.5;
    context.fill();
    context.stroke();
  }

  #colour(name: string): string {
    const known = this.#colours.get(name) ?? this.#readColour(name);
    this.#colours.set(name, known);
    return known;
  }
}

const same = (a: readonly MapItem[], b: readonly MapItem[]): boolean => a.length === b.length && a.every((item, index) => item === b[index]);

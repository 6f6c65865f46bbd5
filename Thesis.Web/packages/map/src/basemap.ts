import type { Feature, FeatureCollection, Geometry, MultiPolygon, Polygon, Position } from 'geojson';
import L from 'leaflet';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import countiesUrl from 'us-atlas/counties-10m.json?url';
import countriesUrl from 'world-atlas/countries-50m.json?url';
import type { Extent } from './extent.ts';

interface Named {
  readonly name?: string;
}

type Area = Feature<Polygon | MultiPolygon, Named>;

/** A name on the map. */
export interface Label {
  readonly text: string;
  readonly at: L.LatLng;
  /** Shown from this zoom on. */
  readonly zoom: number;
}

const MARGIN_DEGREES = 4;
const COUNTY_LABEL_ZOOM = 8;
const STATE_LABEL_ZOOM = 4;
const US_NAME = 'United States of America';
const US: Extent = [18, -180, 72, -65];

async function areas(url: string, object: string): Promise<readonly Area[]> {
  const topology = (await (await fetch(url)).json()) as Topology<Record<string, GeometryCollection<Named>>>;
  const layer = topology.objects[object];
  if (!layer) return [];
  return (feature(topology, layer) as FeatureCollection<Geometry, Named>).features.filter(isArea);
}

const isArea = (one: Feature<Geometry, Named>): one is Area => one.geometry?.type === 'Polygon' || one.geometry?.type === 'MultiPolygon';

/** Coasts, countries, states and counties around an extent, from files that the portal brings along: no network beyond this origin. */
export class Basemap {
  readonly #group = L.layerGroup();
  readonly #colour: (name: string) => string;
  labels: readonly Label[] = [];

  constructor(map: L.Map, colour: (name: string) => string) {
    this.#colour = colour;
    this.#group.addTo(map);
  }

  async load(around: Extent): Promise<void> {
    const wide: Extent = [around[0] - MARGIN_DEGREES, around[1] - MARGIN_DEGREES, around[2] + MARGIN_DEGREES, around[3] + MARGIN_DEGREES];
    const land = areas(countriesUrl, 'countries').then((all) => all.filter((one) => meets(boundsOf(one), wide)));
    const inUs = meets(around, US);
    const parts = inUs ? await Promise.all([land, areas(countiesUrl, 'counties'), areas(countiesUrl, 'states')]) : [await land, [], []];
    const [countries, counties, states] = parts.map((part) => (part as readonly Area[]).filter((one) => meets(boundsOf(one), wide))) as [Area[], Area[], Area[]];
    this.#group.clearLayers();
    // The states know their coast better than the world's countries do.
    this.#draw(countries.filter((one) => states.length === 0 || one.properties.name !== US_NAME), 1, true);
    this.#draw(states, 1.6, true);
    this.#draw(counties, 0.6, false);
    this.labels = [
      ...labelsOf(states.length > 0 ? states : countries, STATE_LABEL_ZOOM),
      ...labelsOf(counties, COUNTY_LABEL_ZOOM),
    ];
  }

  /** Takes on new colours, for light or dark. */
  restyle(): void {
    this.#group.eachLayer((layer) => (layer as L.GeoJSON).setStyle({ color: this.#colour('map-line'), fillColor: this.#colour('map-land') }));
  }

  #draw(features: readonly Area[], weight: number, filled: boolean): void {
    if (features.length === 0) return;
    const collection: FeatureCollection = { type: 'FeatureCollection', features: [...features] };
    this.#group.addLayer(L.geoJSON(collection, {
      interactive: false,
      style: { color: this.#colour('map-line'), weight, fill: filled, fillColor: this.#colour('map-land'), fillOpacity: 1 },
    }));
  }
}

function* positionsOf(geometry: Polygon | MultiPolygon): Generator<Position> {
  for (const polygon of geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) yield* polygon[0] ?? [];
}

function boundsOf(one: Area): Extent {
  let [south, west, north, east] = [90, 180, -90, -180];
  for (const [longitude = 0, latitude = 0] of positionsOf(one.geometry)) {
    south = Math.min(south, latitude);
    north = Math.max(north, latitude);
    west = Math.min(west, longitude);
    east = Math.max(east, longitude);
  }
  return [south, west, north, east];
}

const meets = (a: Extent, b: Extent): boolean => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

const labelsOf = (features: readonly Area[], zoom: number): readonly Label[] =>
  features.flatMap((one) => {
    const [south, west, north, east] = boundsOf(one);
    return one.properties.name ? [{ text: one.properties.name, at: L.latLng((south + north) / 2, (west + east) / 2), zoom }] : [];
  });

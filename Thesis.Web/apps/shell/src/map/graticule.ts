import L from 'leaflet';

const STEPS_DEGREES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
// Room for a longitude's label, e.g. "118.25° W".
const LINE_DISTANCE_PX = 72;

/** Lines of latitude and longitude with their degrees: orientation where no map tiles can be had. */
export class Graticule {
  readonly #group = L.layerGroup();

  constructor(
    readonly map: L.Map,
    readonly colour: () => string,
  ) {
    this.#group.addTo(map);
    map.on('moveend', this.draw);
  }

  readonly draw = (): void => {
    this.#group.clearLayers();
    const bounds = this.map.getBounds().pad(0.1);
    const pixelsPerDegree = this.map.getSize().x / (this.map.getBounds().getEast() - this.map.getBounds().getWest());
    const step = STEPS_DEGREES.find((degrees) => degrees * pixelsPerDegree >= LINE_DISTANCE_PX) ?? 10;
    for (const latitude of multiples(bounds.getSouth(), bounds.getNorth(), step)) {
      this.#line([[latitude, bounds.getWest()], [latitude, bounds.getEast()]]);
      this.#label([latitude, this.map.getBounds().getWest()], `${degrees(latitude, step)} ${latitude < 0 ? 'S' : 'N'}`, 'west');
    }
    for (const longitude of multiples(bounds.getWest(), bounds.getEast(), step)) {
      this.#line([[bounds.getSouth(), longitude], [bounds.getNorth(), longitude]]);
      this.#label([this.map.getBounds().getSouth(), longitude], `${degrees(longitude, step)} ${longitude < 0 ? 'W' : 'E'}`, 'south');
    }
  };

  #line(points: [number, number][]): void {
    L.polyline(points, { color: this.colour(), weight: 1, interactive: false }).addTo(this.#group);
  }

  #label(at: [number, number], text: string, side: string): void {
    L.marker(at, { interactive: false, keyboard: false, icon: L.divIcon({ className: `graticule-label ${side}`, html: text, iconSize: [0, 0] }) }).addTo(this.#group);
  }
}

function* multiples(from: number, to: number, step: number): Generator<number> {
  for (let value = Math.ceil(from / step) * step; value <= to; value += step) yield value;
}

const degrees = (value: number, step: number): string => `${Math.abs(value).toFixed(step < 0.1 ? 2 : step < 1 ? 1 : 0)}°`;

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** South-west and north-east corners. */
export type Extent = readonly [south: number, west: number, north: number, east: number];

const OUTLIERS = 0.02;

/** Where most of the points are: one place far away does not shrink the city. Null without points. */
export function extentOf(points: readonly Point[]): Extent | null {
  if (points.length === 0) return null;
  const [south, north] = middleOf(points.map((point) => point.latitude));
  const [west, east] = middleOf(points.map((point) => point.longitude));
  return [south, west, north, east];
}

/** The range of a list without its outermost hundredths at both ends. */
function middleOf(values: number[]): readonly [number, number] {
  values.sort((a, b) => a - b);
  const cut = Math.floor(values.length * OUTLIERS);
  return [values[cut] as number, values[values.length - 1 - cut] as number];
}

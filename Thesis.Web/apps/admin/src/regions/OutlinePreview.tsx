import type { Outline } from '@thesis/calls';

const WIDTH = 240;
const HEIGHT = 160;
const MARGIN = 8;

/** An outline as drawn on a map, so that a swapped latitude and longitude is seen at once. */
export function OutlinePreview({ outline, label }: { readonly outline: Outline; readonly label: string }) {
  const rings = outline.coordinates ?? [];
  const points = rings.flat();
  const [xs, ys] = [points.map(([x]) => x ?? 0), points.map(([, y]) => y ?? 0)];
  const [west, south, east, north] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  // East and west are nearer to each other away from the equator.
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min((WIDTH - 2 * MARGIN) / Math.max((east - west) * squeeze, 1e-6), (HEIGHT - 2 * MARGIN) / Math.max(north - south, 1e-6));
  const path = rings.map((ring) => `M${ring.map(([x = 0, y = 0]) => `${(MARGIN + (x - west) * squeeze * scale).toFixed(1)},${(MARGIN + (north - y) * scale).toFixed(1)}`).join('L')}Z`).join('');
  return (
    <svg role="img" aria-label={label} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="outline">
      <path d={path} fillRule="evenodd" />
    </svg>
  );
}

/** Round numbers that span the values: 0 is among them unless the values are far from it. */
export function niceScale(least: number, most: number, atMost: number): readonly number[] {
  const low = least > 0 && least < most * 0.7 ? 0 : least;
  const high = most === low ? low + (Math.abs(low) || 1) : most;
  const rough = (high - low) / atMost;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough * 0.999) ?? rough;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

const TIME_STEPS_MS = [1, 2, 5, 10, 15, 30].map((s) => s * 1000).concat([1, 2, 5, 10, 15, 30].map((m) => m * 60_000), [1, 2, 3, 6, 12, 24].map((h) => h * 3_600_000));

/** Times between two, on whole seconds, minutes or hours where the reader is. */
export function timeScale(fromMs: number, toMs: number, atMost: number, zoneOffsetMs: number): readonly number[] {
  const rough = (toMs - fromMs) / atMost;
  const step = TIME_STEPS_MS.find((one) => one >= rough) ?? Math.ceil(rough / 86_400_000) * 86_400_000;
  const first = Math.ceil((fromMs - zoneOffsetMs) / step) * step + zoneOffsetMs;
  return Array.from({ length: Math.max(0, Math.floor((toMs - first) / step) + 1) }, (_, index) => first + index * step);
}

/** Where a gap is so long that a line over it would pretend to know: more than some times the usual distance. */
export function splitAtGaps<T extends { readonly ms: number }>(points: readonly T[], times: number): readonly (readonly T[])[] {
  if (points.length < 3) return [points];
  const gaps = points.slice(1).map((point, index) => point.ms - (points[index]?.ms ?? 0)).sort((a, b) => a - b);
  const usual = gaps[Math.floor(gaps.length / 2)] ?? 0;
  const parts: T[][] = [[]];
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before && usual > 0 && point.ms - before.ms > usual * times) parts.push([]);
    parts.at(-1)?.push(point);
  });
  return parts;
}

/** Twelve hues that stay apart from each other, in degrees of OKLCH. */
const HUES = [255, 150, 55, 320, 195, 25, 285, 120, 85, 350, 225, 170];

/** The hue of a resource: the same on every page and in every run. */
export function hueOf(name: string): number {
  let hash = 2166136261;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 16777619);
  // The low bits alone barely differ between names such as api-1 and api-2.
  hash ^= hash >>> 15;
  return HUES[(hash >>> 0) % HUES.length] ?? 255;
}

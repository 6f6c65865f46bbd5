import { count } from '../format/number.ts';
import { perLocale } from '../language/per-locale.ts';

const factor = perLocale((locale) => new Intl.NumberFormat(locale, { minimumSignificantDigits: 2, maximumSignificantDigits: 2 }));

/** How a figure of the second run stands to the first: nothing when either is missing or both are too small to tell. */
export interface Change {
  readonly percent: number;
  readonly verdict: 'better' | 'worse' | 'same';
}

/** Changes below this are noise. */
const NOISE_PERCENT = 10;
/** So are differences of so few milliseconds. */
const NOISE_MS = 0.2;

/** The change of a duration, for which less is better. */
export function durationChange(aMs: number | null | undefined, bMs: number | null | undefined): Change | null {
  if (aMs === null || aMs === undefined || bMs === null || bMs === undefined || !(aMs > 0)) return null;
  const percent = ((bMs - aMs) / aMs) * 100;
  const same = Math.abs(percent) < NOISE_PERCENT || Math.abs(bMs - aMs) < NOISE_MS;
  return { percent, verdict: same ? 'same' : percent < 0 ? 'better' : 'worse' };
}

/** +12 %, −40 %, ×3.5 for more than twice. */
export function changeText({ percent }: Change): string {
  if (percent > 100) return `×${factor().format(1 + percent / 100)}`;
  return `${percent < 0 ? '−' : '+'}${count(Math.abs(percent))} %`;
}

import { ApiError, createClientConfig } from '@thesis/api';

export const VITALS = ['lcp', 'inp', 'cls'] as const;
export type Vital = (typeof VITALS)[number];

export const DEVICES = ['phone', 'tablet', 'desktop'] as const;
export type Device = (typeof DEVICES)[number];

export interface VitalFigure {
  readonly screen: string;
  readonly device: string;
  readonly name: string;
  /** Visits that it is of. */
  readonly count: number;
  /** What three of four visits were not above: ms, of "cls" a score. */
  readonly p75: number;
}

/** What Google's Core Web Vitals call good and poor. */
export const LIMITS: Readonly<Record<Vital, readonly [good: number, poor: number]>> = { lcp: [2500, 4000], inp: [200, 500], cls: [0.1, 0.25] };

export type Rating = 'good' | 'fair' | 'poor';

export const ratingOf = (name: Vital, p75: number): Rating => (p75 <= LIMITS[name][0] ? 'good' : p75 <= LIMITS[name][1] ? 'fair' : 'poor');

/** The figures of the last days. The front door counts them itself; it is not part of the API that clients are generated from. */
export async function readVitals(days: number): Promise<readonly VitalFigure[]> {
  const { fetch, headers, credentials } = createClientConfig({});
  const response = await fetch(new Request(`/bff/telemetry/vitals?days=${days}`, { headers, credentials }));
  const body = (await response.json()) as { readonly figures?: readonly VitalFigure[] };
  if (!body.figures) throw new ApiError(502, { title: 'The answer is not understood.' });
  return body.figures;
}

export interface ScreenVitals {
  readonly screen: string;
  /** The most visits that any of its figures is of. */
  readonly visits: number;
  readonly of: Partial<Readonly<Record<Vital, VitalFigure>>>;
}

const RANK: Readonly<Record<Rating, number>> = { poor: 2, fair: 1, good: 0 };

/** A class of devices' figures by screen, those that feel worst first. */
export function screensOf(figures: readonly VitalFigure[], device: Device): readonly ScreenVitals[] {
  const screens = new Map<string, { screen: string; visits: number; of: Partial<Record<Vital, VitalFigure>> }>();
  for (const figure of figures) {
    const name = VITALS.find((one) => one === figure.name);
    if (figure.device !== device || !name) continue;
    const screen = screens.get(figure.screen) ?? { screen: figure.screen, visits: 0, of: {} };
    screen.of[name] = figure;
    screen.visits = Math.max(screen.visits, figure.count);
    screens.set(figure.screen, screen);
  }
  const worst = ({ of }: ScreenVitals): number => Math.max(...VITALS.map((name) => (of[name] ? RANK[ratingOf(name, of[name].p75)] : 0)));
  return [...screens.values()].sort((a, b) => worst(b) - worst(a) || b.visits - a.visits || a.screen.localeCompare(b.screen));
}

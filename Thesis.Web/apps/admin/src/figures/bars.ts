import type { ImpactItem } from '@thesis/calls';

export interface Period {
  /** Its first day, ISO 8601. */
  readonly start: string;
  readonly kg: number;
  readonly deliveries: number;
}

/** What arrived by period, oldest first, whatever it is grouped by. Periods in which nothing arrived are not in it. */
export function periodsOf(items: readonly ImpactItem[]): readonly Period[] {
  const periods = new Map<string, Period>();
  for (const { periodStart, kg, deliveries } of items) {
    const known = periods.get(periodStart);
    periods.set(periodStart, { start: periodStart, kg: (known?.kg ?? 0) + kg, deliveries: (known?.deliveries ?? 0) + deliveries });
  }
  return [...periods.values()].sort((a, b) => a.start.localeCompare(b.start));
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly deliveries: number;
  readonly kg: number;
  readonly meals: number;
  readonly co2eKg: number;
}

/** What arrived by whom it is grouped by, the most first. */
export function groupsOf(items: readonly ImpactItem[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const item of items) {
    const id = item.id ?? item.region;
    const known = groups.get(id) ?? { id, name: item.name, deliveries: 0, kg: 0, meals: 0, co2eKg: 0 };
    groups.set(id, { ...known, deliveries: known.deliveries + item.deliveries, kg: known.kg + item.kg, meals: known.meals + item.meals, co2eKg: known.co2eKg + item.co2eKg });
  }
  return [...groups.values()].sort((a, b) => b.kg - a.kg || a.name.localeCompare(b.name));
}

/** Days back from a day, ISO 8601. */
export const daysBefore = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

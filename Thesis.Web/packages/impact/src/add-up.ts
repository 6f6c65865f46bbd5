import type { ImpactItem, ImpactResponse } from '@thesis/calls';

export interface Sum {
  readonly key: string;
  readonly name: string;
  readonly deliveries: number;
  readonly kg: number;
}

/** Adds up what has the same key, in the order in which the keys come. */
export function addUp(items: readonly ImpactItem[], keyOf: (item: ImpactItem) => string): readonly Sum[] {
  const sums = new Map<string, Sum>();
  for (const item of items) {
    const key = keyOf(item);
    const before = sums.get(key);
    // To the gram: decimals of a computer drift.
    sums.set(key, { key, name: item.name, deliveries: (before?.deliveries ?? 0) + Number(item.deliveries), kg: Math.round(((before?.kg ?? 0) + item.kg) * 1000) / 1000 });
  }
  return [...sums.values()];
}

/** Whole meals of a weight, by the factor that the server counts with. */
export const mealsOf = (kg: number, { kgPerMeal }: Pick<ImpactResponse, 'kgPerMeal'>): number => Math.floor(kg / kgPerMeal);

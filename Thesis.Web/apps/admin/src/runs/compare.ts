import type { AllocationView } from '@thesis/calls';

export interface Difference {
  readonly name: string;
  /** More than nothing: the charity gets more in the second run. */
  readonly kg: number;
}

const NOTHING_KG = 0.0005;

const byNgo = (allocations: readonly AllocationView[]): ReadonlyMap<string, Difference> => {
  const sums = new Map<string, Difference>();
  for (const { ngoId, ngoName, kg } of allocations) sums.set(ngoId, { name: ngoName, kg: (sums.get(ngoId)?.kg ?? 0) + kg });
  return sums;
};

/** Who gets more and who gets less in the second of two runs, the largest change first. */
export function differencesOf(before: readonly AllocationView[], after: readonly AllocationView[]): readonly Difference[] {
  const [first, second] = [byNgo(before), byNgo(after)];
  return [...new Set([...first.keys(), ...second.keys()])]
    .map((id) => ({ name: second.get(id)?.name ?? first.get(id)?.name ?? id, kg: (second.get(id)?.kg ?? 0) - (first.get(id)?.kg ?? 0) }))
    .filter(({ kg }) => Math.abs(kg) > NOTHING_KG)
    .sort((a, b) => Math.abs(b.kg) - Math.abs(a.kg));
}

/** From each donor to each charity, as the crow flies; one lot is one way. */
export const kilometresOf = (allocations: readonly AllocationView[]): number => allocations.reduce((km, one) => km + one.km, 0);

/** A strategy's document as names and values, nested names joined by points. */
export function flatten(document: unknown, prefix = ''): ReadonlyMap<string, string> {
  if (typeof document !== 'object' || document === null) return new Map([[prefix, String(document)]]);
  return new Map(Object.entries(document).flatMap(([name, value]) => [...flatten(value, prefix === '' ? name : `${prefix}.${name}`)]));
}

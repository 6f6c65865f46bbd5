/** Units that people state food in. A meal is 1.2 lb, as food banks count it. */
export const UNITS = ['kg', 'lb', 'boxes', 'meals'] as const;

export type Unit = (typeof UNITS)[number];

/** Kilograms in one of each; a box is what its donor says it weighs. */
export const KG_PER: Readonly<Record<Exclude<Unit, 'boxes'>, number>> = { kg: 1, lb: 0.45359237, meals: 0.544310844 };

export const DEFAULT_BOX_KG = 10;

/** Kilograms, to the gram. */
export const toKg = (quantity: number, unit: Unit, boxKg = DEFAULT_BOX_KG): number =>
  Math.round(quantity * (unit === 'boxes' ? boxKg : KG_PER[unit]) * 1000) / 1000;

/** The unit in which weights are shown. */
export type WeightUnit = 'kg' | 'lb';

export const fromKg = (kg: number, unit: WeightUnit): number => kg / KG_PER[unit];

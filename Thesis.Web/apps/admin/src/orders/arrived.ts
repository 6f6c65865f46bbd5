import { readNumber, toKg, type WeightUnit } from '@thesis/i18n';

const ROUNDING_KG = 0.05;

/** What arrived of a carried order; or the name of what is wrong with it as typed. Nothing typed is nothing arrived. */
export function readArrived(typed: string, language: string, unit: WeightUnit, carriedKg: number): { readonly kg: number } | { readonly fault: 'number' | 'tooMuch' } {
  if (typed.trim() === '') return { kg: 0 };
  const reading = readNumber(typed, language);
  if (!('value' in reading) || reading.value < 0) return { fault: 'number' };
  const kg = toKg(reading.value, unit);
  if (kg > carriedKg + ROUNDING_KG) return { fault: 'tooMuch' };
  // As much as was weighed, but for the unit's rounding.
  return { kg: Math.abs(kg - carriedKg) <= ROUNDING_KG ? carriedKg : kg };
}

import type { FieldErrors, Intake, Ngo } from '@thesis/api';
import { STORAGE_CLASSES } from '../donate/donation-form.ts';
import { Faults, numberOf } from '../forms/reading.ts';

export type StorageClass = (typeof STORAGE_CLASSES)[number];

/** What is typed into the form, as text. */
export interface IntakeForm {
  readonly accepting: boolean;
  readonly dailyCapacityKg: string;
  readonly dailySlots: string;
  /** By class: whether there is storage, and its own limit; empty for none. */
  readonly storage: Readonly<Record<StorageClass, { readonly has: boolean; readonly kg: string }>>;
}

const MOST_KG = 100_000;
const MOST_SLOTS = 1000;

/** The form as an NGO fills it in at first. */
export const formOf = (ngo: Ngo): IntakeForm => ({
  accepting: ngo.accepting,
  dailyCapacityKg: String(ngo.dailyCapacityKg),
  dailySlots: String(ngo.dailySlots),
  storage: Object.fromEntries(
    STORAGE_CLASSES.map((name) => [name, { has: ngo.storageClasses.includes(name), kg: String(ngo.storageCapacityKg?.[name] ?? '') }]),
  ) as IntakeForm['storage'],
});

/** What the form says, or what must be put right, by field. */
export function readIntake(form: IntakeForm): { readonly intake: Intake } | { readonly errors: FieldErrors } {
  const faults = new Faults();
  const kg = (field: string, text: string) => {
    const value = numberOf(text);
    faults.require(field, value >= 0 && value <= MOST_KG, `must be from 0 to ${MOST_KG.toLocaleString('en')} kg`);
    return value;
  };
  const dailyCapacityKg = kg('dailyCapacityKg', form.dailyCapacityKg);
  const dailySlots = numberOf(form.dailySlots);
  faults.require('dailySlots', Number.isInteger(dailySlots) && dailySlots >= 0 && dailySlots <= MOST_SLOTS, `must be a whole number from 0 to ${MOST_SLOTS}`);
  const storageClasses = STORAGE_CLASSES.filter((name) => form.storage[name].has);
  faults.require('storageClasses', storageClasses.length > 0, 'choose at least one');
  const limited = storageClasses.filter((name) => form.storage[name].kg.trim() !== '');
  const storageCapacityKg = Object.fromEntries(limited.map((name) => [name, kg(`storageCapacityKg.${name}`, form.storage[name].kg)]));
  if (faults.errors) return { errors: faults.errors };
  return { intake: { accepting: form.accepting, dailyCapacityKg, dailySlots, storageClasses, storageCapacityKg: limited.length > 0 ? storageCapacityKg : null } };
}

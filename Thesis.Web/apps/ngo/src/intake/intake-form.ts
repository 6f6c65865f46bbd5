import type { NgoRequest, NgoResponse } from '@thesis/calls';
import { readNumber, writeNumber, type NumberReading } from '@thesis/i18n';
import { DAYS, hoursOf, weekOf, type Week } from './hours.ts';

export const STORAGE_CLASSES = ['ambient', 'chilled', 'frozen'] as const;
export const FOOD_TYPES = ['bakery', 'produce', 'prepared', 'dairy', 'meat', 'pantry', 'beverages', 'frozen'] as const;

export type StorageClass = (typeof STORAGE_CLASSES)[number];

/** What is typed into the form, as text. */
export interface IntakeForm {
  readonly dailyKg: string;
  readonly slots: string;
  /** By class: whether there is storage, and its own limit; empty for none. */
  readonly storage: Readonly<Record<StorageClass, { readonly has: boolean; readonly kg: string }>>;
  readonly preferences: readonly string[];
  /** A plain week; null when the hours are written as text. */
  readonly week: Week | null;
  readonly hours: string;
}

const MOST_KG = 100_000;
const MOST_SLOTS = 1000;

export const formOf = (ngo: NgoResponse, language: string): IntakeForm => ({
  dailyKg: writeNumber(ngo.dailyCapacityKg, language),
  slots: String(ngo.dailySlots),
  storage: Object.fromEntries(
    STORAGE_CLASSES.map((name) => [name, { has: ngo.storageClasses.includes(name), kg: limitOf(ngo, name, language) }]),
  ) as IntakeForm['storage'],
  preferences: ngo.foodPreferences,
  week: weekOf(ngo.openingHours),
  hours: ngo.openingHours,
});

const limitOf = (ngo: NgoResponse, name: StorageClass, language: string): string => {
  const kg = ngo.storageCapacityKg?.[name];
  return kg === null || kg === undefined ? '' : writeNumber(kg, language);
};

/** What is wrong with a field: the name of a message, and for numbers how it could be read. */
export type Fault = { readonly message: 'kg' | 'slots' | 'number' | 'storage' | 'hours' } | { readonly message: 'ambiguous'; readonly readings: readonly [number, number] };

export type FaultField = 'dailyCapacityKg' | 'dailySlots' | 'storageClasses' | 'openingHours' | `storageCapacityKg.${StorageClass}`;

export type Faults = Partial<Record<FaultField, Fault>>;

/** What the form says; the rest of the charity stays as it is. */
export function readIntake(form: IntakeForm, ngo: NgoResponse, language: string): { readonly request: NgoRequest | null; readonly faults: Faults } {
  const faults: Faults = {};
  const read = (field: FaultField, typed: string, fits: (value: number) => boolean, message: 'kg' | 'slots'): number => {
    const reading = readNumber(typed, language);
    const fault = numberFault(reading) ?? ('value' in reading && !fits(reading.value) ? { message } : null);
    if (fault) faults[field] = fault;
    return 'value' in reading ? reading.value : 0;
  };
  const isKg = (value: number) => value >= 0 && value <= MOST_KG;
  const dailyCapacityKg = read('dailyCapacityKg', form.dailyKg, isKg, 'kg');
  const dailySlots = read('dailySlots', form.slots, (value) => Number.isInteger(value) && value >= 0 && value <= MOST_SLOTS, 'slots');
  const storageClasses = STORAGE_CLASSES.filter((name) => form.storage[name].has);
  if (storageClasses.length === 0) faults.storageClasses = { message: 'storage' };
  const limited = storageClasses.filter((name) => form.storage[name].kg.trim() !== '');
  const storageCapacityKg = Object.fromEntries(limited.map((name) => [name, read(`storageCapacityKg.${name}`, form.storage[name].kg, isKg, 'kg')]));
  const { week } = form;
  if (week && DAYS.some((day) => week[day] && (week[day].opens === '' || week[day].closes === ''))) faults.openingHours = { message: 'hours' };

  const request = Object.keys(faults).length > 0 ? null : {
    name: ngo.name, kind: ngo.kind, place: ngo.place, priority: ngo.priority,
    openingHours: week ? hoursOf(week) : form.hours.trim(), foodPreferences: [...form.preferences],
    accepting: ngo.accepting, dailyCapacityKg, dailySlots, storageClasses, storageCapacityKg: limited.length > 0 ? storageCapacityKg : null,
  };
  return { request, faults };
}

const numberFault = (reading: NumberReading): Fault | null =>
  'value' in reading ? null : reading.problem === 'ambiguous' ? { message: 'ambiguous', readings: reading.readings } : { message: 'number' };

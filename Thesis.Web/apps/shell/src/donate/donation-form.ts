import type { FieldErrors, NewDonation } from '@thesis/api';
import { Faults, numberOf } from '../forms/reading.ts';

export const FOOD_TYPES = ['produce', 'bakery', 'dairy', 'meat', 'prepared', 'pantry', 'beverages', 'frozen'] as const;
export const STORAGE_CLASSES = ['ambient', 'chilled', 'frozen'] as const;

/** What is typed into the form, as text. */
export interface DonationForm {
  readonly donorId: string;
  readonly title: string;
  readonly foodType: string;
  readonly storageClass: string;
  readonly quantityKg: string;
  readonly smallestLotKg: string;
  readonly hoursToExpiry: string;
  readonly pickupHours: string;
}

export const EMPTY_FORM: DonationForm = {
  donorId: '', title: '', foodType: 'produce', storageClass: 'ambient', quantityKg: '', smallestLotKg: '5', hoursToExpiry: '24', pickupHours: '6',
};

const HOUR_MS = 3_600_000;
const MOST_KG = 50_000;

/** What the form says, or what must be put right, by field. */
export function readForm(form: DonationForm, now: Date): { readonly donation: NewDonation } | { readonly errors: FieldErrors } {
  const [quantityKg, smallestLotKg, expiry, pickup] = [form.quantityKg, form.smallestLotKg, form.hoursToExpiry, form.pickupHours].map(numberOf) as [number, number, number, number];
  const faults = new Faults();
  faults.require('donorId', form.donorId !== '', 'choose where the food is');
  faults.require('title', form.title.trim() !== '', 'say what it is, e.g. "Bread and pastries"');
  faults.require('quantityKg', quantityKg > 0 && quantityKg <= MOST_KG, `must be more than 0 and at most ${MOST_KG.toLocaleString('en')} kg`);
  faults.require('smallestLotKg', smallestLotKg >= 0 && !(smallestLotKg > quantityKg), 'must be from 0 to the whole quantity');
  faults.require('expiresAt', expiry > 0 && expiry <= 24 * 365, 'must be more than 0 hours and within a year');
  faults.require('pickupUntil', pickup > 0 && !(pickup > expiry), 'must be more than 0 hours, and before the food spoils');
  if (faults.errors) return { errors: faults.errors };
  const after = (hours: number) => new Date(now.getTime() + hours * HOUR_MS).toISOString();
  return {
    donation: {
      donorId: form.donorId, title: form.title.trim(), foodType: form.foodType, storageClass: form.storageClass, quantityKg, smallestLotKg,
      expiresAt: after(expiry), pickupFrom: now.toISOString(), pickupUntil: after(pickup),
    },
  };
}

import type { DonationRequest, DonationResponse } from '@thesis/calls';
import { readNumber, toKg, type NumberReading, type Unit } from '@thesis/i18n';
import { dayOf, daysAfter, instantOf, nextQuarter, timeOf, windowOf } from './clock.ts';
import type { FoodType, StorageClass } from './food.ts';

/** What is typed into the form, as text. */
export interface DonationForm {
  readonly donorId: string;
  readonly title: string;
  readonly foodType: FoodType | '';
  readonly storageClass: StorageClass | '';
  readonly quantity: string;
  readonly unit: Unit;
  readonly boxKg: string;
  readonly smallestKg: string;
  readonly day: string;
  readonly from: string;
  readonly until: string;
  /** Days after the end of the pickup that it is good for, or "other": then the day and time below. */
  readonly goodFor: '0' | '1' | '3' | '7' | 'other';
  readonly goodDay: string;
  readonly goodTime: string;
}

const WINDOW_HOURS = 3;
const MOST_KG = 50_000;
const YEAR_DAYS = 365;

/** A form that has only what can be known: the next hours as the pickup window. */
export function emptyForm(now: Date, unit: Unit): DonationForm {
  const from = nextQuarter(now);
  const until = new Date(from.getTime() + WINDOW_HOURS * 3_600_000);
  return {
    donorId: '', title: '', foodType: '', storageClass: '', quantity: '', unit, boxKg: '10', smallestKg: '',
    day: dayOf(from), from: timeOf(from), until: timeOf(until), goodFor: '1', goodDay: dayOf(now, 2), goodTime: '18:00',
  };
}

/** What a donation said, for one like it: the same food at the same times of the day, from now on. */
export function formLike(donation: DonationResponse, now: Date): DonationForm {
  const [from, until, good] = [donation.pickupFrom, donation.pickupUntil, donation.expiresAt].map((at) => new Date(at)) as [Date, Date, Date];
  const today = windowOf(dayOf(now), timeOf(from), timeOf(until));
  const days = Math.round((good.getTime() - until.getTime()) / (24 * 3_600_000));
  return {
    ...emptyForm(now, 'kg'),
    donorId: donation.donorId,
    title: donation.title,
    foodType: donation.foodType as FoodType,
    storageClass: donation.storageClass as StorageClass,
    quantity: String(donation.quantityKg),
    // Today, unless the window of the day has passed.
    day: dayOf(now, today && today.until > now ? 0 : 1),
    from: timeOf(from),
    until: timeOf(until),
    goodFor: days >= 7 ? '7' : days >= 3 ? '3' : days >= 1 ? '1' : '0',
  };
}

/** A donation as it is, to be changed. */
export function formOf(donation: DonationResponse): DonationForm {
  const [from, until, good] = [donation.pickupFrom, donation.pickupUntil, donation.expiresAt].map((at) => new Date(at)) as [Date, Date, Date];
  return {
    ...formLike(donation, from),
    smallestKg: donation.smallestLotKg > 0 ? String(donation.smallestLotKg) : '',
    day: dayOf(from),
    until: timeOf(until),
    goodFor: 'other',
    goodDay: dayOf(good),
    goodTime: timeOf(good),
  };
}

/** What is wrong with a field: the name of a message, and for numbers how it could be read. */
export type Fault = { readonly message: 'place' | 'title' | 'kind' | 'quantity' | 'number' | 'smallest' | 'pickup' | 'time' | 'good' } | { readonly message: 'ambiguous'; readonly readings: readonly [number, number] };

export type Faults = Partial<Record<'donorId' | 'title' | 'foodType' | 'quantityKg' | 'boxKg' | 'smallestLotKg' | 'pickupUntil' | 'expiresAt', Fault>>;

export interface Reading {
  /** What the form says, as far as it can be read. */
  readonly kg: number | null;
  readonly pickup: { readonly from: Date; readonly until: Date; readonly nextDay: boolean } | null;
  readonly goodUntil: Date | null;
  readonly faults: Faults;
  /** The request, when nothing is wrong. */
  readonly request: DonationRequest | null;
}

const numberFault = (reading: NumberReading): Fault | null =>
  'value' in reading ? null : reading.problem === 'ambiguous' ? { message: 'ambiguous', readings: reading.readings } : { message: 'number' };

/** Reads the form by the page's language, and says what must be put right. */
export function readForm(form: DonationForm, now: Date, language: string): Reading {
  const faults: Faults = {};
  const note = (field: keyof Faults, fault: Fault | null | false) => fault && (faults[field] = fault);

  const quantity = readNumber(form.quantity, language);
  const box = readNumber(form.boxKg, language);
  const usesBoxes = form.unit === 'boxes';
  note('quantityKg', numberFault(quantity));
  if (usesBoxes) note('boxKg', numberFault(box));
  const kg = 'value' in quantity && (!usesBoxes || 'value' in box) ? toKg(quantity.value, form.unit, 'value' in box ? box.value : undefined) : null;
  note('quantityKg', kg !== null && !(kg > 0 && kg <= MOST_KG) && { message: 'quantity' });

  const smallest = form.smallestKg.trim() === '' ? null : readNumber(form.smallestKg, language);
  if (smallest) note('smallestLotKg', numberFault(smallest) ?? ('value' in smallest && !(smallest.value >= 0 && smallest.value <= (kg ?? MOST_KG)) && { message: 'smallest' }));

  const pickup = windowOf(form.day, form.from, form.until);
  note('pickupUntil', pickup ? pickup.until <= now && { message: 'pickup' } : { message: 'time' });
  const goodUntil = form.goodFor === 'other' ? instantOf(form.goodDay, form.goodTime) : pickup && daysAfter(pickup.until, Number(form.goodFor));
  note('expiresAt', goodUntil ? (pickup !== null && goodUntil < pickup.until || goodUntil > daysAfter(now, YEAR_DAYS)) && { message: 'good' } : form.goodFor === 'other' && { message: 'time' });

  note('donorId', form.donorId === '' && { message: 'place' });
  note('title', form.title.trim() === '' && { message: 'title' });
  note('foodType', (form.foodType === '' || form.storageClass === '') && { message: 'kind' });

  const request = Object.keys(faults).length > 0 || kg === null || !pickup || !goodUntil ? null : {
    donorId: form.donorId, title: form.title.trim(), foodType: form.foodType, storageClass: form.storageClass, quantityKg: kg,
    ...(smallest && 'value' in smallest ? { smallestLotKg: smallest.value } : {}),
    pickupFrom: pickup.from.toISOString(), pickupUntil: pickup.until.toISOString(), expiresAt: goodUntil.toISOString(),
  };
  return { kg, pickup, goodUntil, faults, request };
}

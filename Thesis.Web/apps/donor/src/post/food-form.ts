import type { DonationRequest, DonationResponse, TemplateResponse } from '@thesis/calls';
import { readNumber, toKg, writeNumber, type NumberReading, type Unit } from '@thesis/i18n';
import type { Allergen } from '@thesis/orders';
import type { FoodType, StorageClass } from './food.ts';

/** What is typed of the food itself, as text; a single and a recurring donation have it in common. */
export interface FoodForm {
  readonly donorId: string;
  readonly title: string;
  readonly foodType: FoodType | '';
  readonly storageClass: StorageClass | '';
  readonly quantity: string;
  readonly unit: Unit;
  readonly boxKg: string;
  readonly smallestKg: string;
  /** Null is not stated; empty says that there are none. */
  readonly allergens: readonly Allergen[] | null;
  readonly accessNotes: string;
  readonly pickupNotes: string;
}

/** What is wrong with a field: the name of a message, and for numbers how it could be read. */
export type Fault =
  | { readonly message: 'place' | 'title' | 'kind' | 'quantity' | 'number' | 'smallest' | 'pickup' | 'time' | 'good' | 'weekdays' | 'starts' | 'ends' }
  | { readonly message: 'ambiguous'; readonly readings: readonly [number, number] };

export type FaultField =
  | 'donorId' | 'title' | 'foodType' | 'quantityKg' | 'boxKg' | 'smallestLotKg' | 'pickupUntil' | 'expiresAt' | 'accessNotes' | 'pickupNotes' | 'weekdays' | 'startsOn' | 'endsOn';

export type Faults = Partial<Record<FaultField, Fault>>;

type FoodRequest = Pick<DonationRequest, 'donorId' | 'title' | 'foodType' | 'storageClass' | 'quantityKg' | 'amount' | 'unit' | 'unitKg' | 'smallestLotKg' | 'allergens' | 'accessNotes' | 'pickupNotes'>;

export interface FoodReading {
  /** What the quantity weighs, as far as it can be read. */
  readonly kg: number | null;
  readonly faults: Faults;
  /** Meaningful only when nothing is wrong. */
  readonly food: FoodRequest;
}

const MOST_KG = 50_000;

export const EMPTY_FOOD: Omit<FoodForm, 'unit'> = {
  donorId: '', title: '', foodType: '', storageClass: '', quantity: '', boxKg: '10', smallestKg: '', allergens: null, accessNotes: '', pickupNotes: '',
};

/** The API counts in singular. */
const UNIT_NAMES: Readonly<Record<Unit, string>> = { kg: 'kg', lb: 'lb', boxes: 'box', meals: 'meal' };

/** What was stated of the food before, as it was counted then. */
export function foodOf(stated: DonationResponse | TemplateResponse, language: string): FoodForm {
  const unit = (Object.keys(UNIT_NAMES) as Unit[]).find((name) => UNIT_NAMES[name] === stated.unit) ?? 'kg';
  return {
    donorId: stated.donorId,
    title: stated.title,
    foodType: stated.foodType as FoodType,
    storageClass: stated.storageClass as StorageClass,
    quantity: writeNumber(stated.amount, language),
    unit,
    boxKg: unit === 'boxes' ? writeNumber(stated.unitKg, language) : EMPTY_FOOD.boxKg,
    smallestKg: stated.smallestLotKg > 0 ? writeNumber(stated.smallestLotKg, language) : '',
    allergens: stated.allergens as readonly Allergen[] | null,
    accessNotes: stated.accessNotes ?? '',
    pickupNotes: stated.pickupNotes,
  };
}

const numberFault = (reading: NumberReading): Fault | null =>
  'value' in reading ? null : reading.problem === 'ambiguous' ? { message: 'ambiguous', readings: reading.readings } : { message: 'number' };

/** Reads what is said of the food by the page's language. */
export function readFood(form: FoodForm, language: string): FoodReading {
  const faults: Faults = {};
  const note = (field: FaultField, fault: Fault | null | false) => fault && (faults[field] = fault);

  const quantity = readNumber(form.quantity, language);
  const box = readNumber(form.boxKg, language);
  const usesBoxes = form.unit === 'boxes';
  note('quantityKg', numberFault(quantity));
  if (usesBoxes) note('boxKg', numberFault(box));
  const kg = 'value' in quantity && (!usesBoxes || 'value' in box) ? toKg(quantity.value, form.unit, 'value' in box ? box.value : undefined) : null;
  note('quantityKg', kg !== null && !(kg > 0 && kg <= MOST_KG) && { message: 'quantity' });

  const smallest = form.smallestKg.trim() === '' ? null : readNumber(form.smallestKg, language);
  if (smallest) note('smallestLotKg', numberFault(smallest) ?? ('value' in smallest && !(smallest.value >= 0 && smallest.value <= (kg ?? MOST_KG)) && { message: 'smallest' }));

  note('donorId', form.donorId === '' && { message: 'place' });
  note('title', form.title.trim() === '' && { message: 'title' });
  note('foodType', (form.foodType === '' || form.storageClass === '') && { message: 'kind' });

  const amount = 'value' in quantity ? quantity.value : 0;
  const food: FoodRequest = {
    donorId: form.donorId, title: form.title.trim(), foodType: form.foodType, storageClass: form.storageClass,
    // As its donor counts it: the server weighs it, and keeps both.
    ...(form.unit === 'kg' ? { quantityKg: amount } : { amount, unit: UNIT_NAMES[form.unit], ...(usesBoxes && 'value' in box ? { unitKg: box.value } : {}) }),
    ...(smallest && 'value' in smallest ? { smallestLotKg: smallest.value } : {}),
    ...(form.allergens ? { allergens: [...form.allergens] } : {}),
    ...(form.accessNotes.trim() === '' ? {} : { accessNotes: form.accessNotes.trim() }),
    ...(form.pickupNotes.trim() === '' ? {} : { pickupNotes: form.pickupNotes.trim() }),
  };
  return { kg, faults, food };
}

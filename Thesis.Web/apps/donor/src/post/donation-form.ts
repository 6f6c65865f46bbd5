import type { DonationRequest, DonationResponse } from '@thesis/calls';
import type { Unit } from '@thesis/i18n';
import { dayIn, instantIn, timeIn, windowIn, type Window } from '@thesis/region/clock';
import { EMPTY_FOOD, foodOf, readFood, type FaultField, type Fault, type Faults, type FoodForm } from './food-form.ts';

/** What is typed into the form, as text. Times are those of the place's region. */
export interface DonationForm extends FoodForm {
  /** Empty together with the times while nobody has touched them: the next hours then. */
  readonly day: string;
  readonly from: string;
  readonly until: string;
  /** Days after the end of the pickup that it is good for, or "other": then the day and time below. */
  readonly goodFor: '0' | '1' | '3' | '7' | 'other';
  readonly goodDay: string;
  readonly goodTime: string;
}

type Times = Pick<DonationForm, 'day' | 'from' | 'until'>;

const WINDOW_HOURS = 3;
const YEAR_DAYS = 365;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const QUARTER_MS = 15 * 60_000;

/** A form that has only what can be known. */
export const emptyForm = (now: Date, unit: Unit): DonationForm =>
  ({ ...EMPTY_FOOD, unit, day: '', from: '', until: '', goodFor: '1', goodDay: dayIn(undefined, now, 2), goodTime: '18:00' });

/** The form's times; while nobody has touched them, the next hours from the next full quarter. */
export function timesOf(form: Times, now: Date, zone: string | undefined): Times {
  if (form.day !== '' || form.from !== '' || form.until !== '') return form;
  const from = new Date(Math.ceil(now.getTime() / QUARTER_MS) * QUARTER_MS);
  return { day: dayIn(zone, from), from: timeIn(zone, from), until: timeIn(zone, new Date(from.getTime() + WINDOW_HOURS * HOUR_MS)) };
}

/** Clock times on the next day on which they have not passed. */
export function nextDayFor(times: Pick<Times, 'from' | 'until'>, now: Date, zone: string | undefined): string {
  const today = windowIn(zone, dayIn(zone, now), times.from, times.until);
  return dayIn(zone, now, today && today.until > now ? 0 : 1);
}

const datesOf = (donation: DonationResponse) => [donation.pickupFrom, donation.pickupUntil, donation.expiresAt].map((at) => new Date(at)) as [Date, Date, Date];

/** What a donation said, for one like it: the same food at the same times of the day, from now on. */
export function formLike(donation: DonationResponse, now: Date, zone: string | undefined, language: string): DonationForm {
  const [from, until, good] = datesOf(donation);
  const times = { from: timeIn(zone, from), until: timeIn(zone, until) };
  const days = Math.round((good.getTime() - until.getTime()) / DAY_MS);
  return {
    ...emptyForm(now, 'kg'),
    ...foodOf(donation, language),
    ...times,
    day: nextDayFor(times, now, zone),
    goodFor: days >= 7 ? '7' : days >= 3 ? '3' : days >= 1 ? '1' : '0',
  };
}

/** A donation as it is, to be changed. */
export function formOf(donation: DonationResponse, zone: string | undefined, language: string): DonationForm {
  const [from, until, good] = datesOf(donation);
  return {
    ...foodOf(donation, language),
    day: dayIn(zone, from), from: timeIn(zone, from), until: timeIn(zone, until),
    goodFor: 'other', goodDay: dayIn(zone, good), goodTime: timeIn(zone, good),
  };
}

export interface Reading {
  /** What the form says, as far as it can be read. */
  readonly kg: number | null;
  readonly pickup: Window | null;
  readonly goodUntil: Date | null;
  readonly faults: Faults;
  /** The request, when nothing is wrong. */
  readonly request: DonationRequest | null;
}

/** Reads the form by the page's language and the region's clock, and says what must be put right. */
export function readForm(form: DonationForm, now: Date, language: string, zone?: string): Reading {
  const { kg, faults, food } = readFood(form, language);
  const note = (field: FaultField, fault: Fault | null | false) => fault && (faults[field] = fault);

  const { day, from, until } = timesOf(form, now, zone);
  const pickup = windowIn(zone, day, from, until);
  note('pickupUntil', pickup ? pickup.until <= now && { message: 'pickup' } : { message: 'time' });
  const goodUntil = form.goodFor === 'other' ? instantIn(zone, form.goodDay, form.goodTime) : pickup && new Date(pickup.until.getTime() + Number(form.goodFor) * DAY_MS);
  const latest = now.getTime() + YEAR_DAYS * DAY_MS;
  note('expiresAt', goodUntil ? ((pickup !== null && goodUntil < pickup.until) || goodUntil.getTime() > latest) && { message: 'good' } : form.goodFor === 'other' && { message: 'time' });

  const request = Object.keys(faults).length > 0 || kg === null || !pickup || !goodUntil ? null : {
    ...food, pickupFrom: pickup.from.toISOString(), pickupUntil: pickup.until.toISOString(), expiresAt: goodUntil.toISOString(),
  };
  return { kg, pickup, goodUntil, faults, request };
}

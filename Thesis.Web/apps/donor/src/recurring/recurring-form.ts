import type { DonationResponse, TemplateRequest, TemplateResponse } from '@thesis/calls';
import type { Unit } from '@thesis/i18n';
import { addDays, dayIn, timeIn, weekdayOf, WEEKDAYS, type Weekday } from '@thesis/region/clock';
import { EMPTY_FOOD, foodOf, readFood, type FaultField, type Fault, type Faults, type FoodForm } from '../post/food-form.ts';

/** What is typed into the form of a recurring donation, as text. Times and days are those of the place's region. */
export interface RecurringForm extends FoodForm {
  readonly weekdays: readonly Weekday[];
  readonly from: string;
  readonly until: string;
  /** How long after the pickup it is good, and how long before it is offered, hours. */
  readonly keepsHours: string;
  readonly aheadHours: string;
  readonly startsOn: string;
  /** Empty for no end. */
  readonly endsOn: string;
  readonly exceptions: readonly string[];
}

export const KEEPS_HOURS = [0, 6, 12, 24, 72, 168] as const;
export const AHEAD_HOURS = [2, 6, 12, 24, 48, 168] as const;

export const emptyRecurring = (unit: Unit, now: Date): RecurringForm =>
  ({ ...EMPTY_FOOD, unit, weekdays: [], from: '', until: '', keepsHours: '12', aheadHours: '24', startsOn: dayIn(undefined, now), endsOn: '', exceptions: [] });

/** What a donation said, from the day after it on. */
export function recurringLike(donation: DonationResponse, now: Date, zone: string | undefined, language: string): RecurringForm {
  const [from, until, good] = [donation.pickupFrom, donation.pickupUntil, donation.expiresAt].map((at) => new Date(at)) as [Date, Date, Date];
  const [today, day] = [dayIn(zone, now), dayIn(zone, from)];
  return {
    ...emptyRecurring('kg', now),
    ...foodOf(donation, language),
    weekdays: [weekdayOf(day)],
    from: timeIn(zone, from),
    until: timeIn(zone, until),
    keepsHours: String(Math.max(0, Math.round((good.getTime() - until.getTime()) / 3_600_000))),
    startsOn: day < today ? today : addDays(day, 1),
  };
}

export const recurringOf = (template: TemplateResponse, language: string): RecurringForm => ({
  ...foodOf(template, language),
  weekdays: template.weekdays as readonly Weekday[],
  from: template.pickupFrom,
  until: template.pickupUntil,
  keepsHours: String(template.keepsHours),
  aheadHours: String(template.postedAheadHours),
  startsOn: template.startsOn,
  endsOn: template.endsOn ?? '',
  exceptions: template.exceptions,
});

export interface RecurringReading {
  readonly kg: number | null;
  readonly faults: Faults;
  readonly request: TemplateRequest | null;
}

const TIME = /^\d\d:\d\d/;

/** Reads the form by the page's language, and says what must be put right. */
export function readRecurring(form: RecurringForm, language: string): RecurringReading {
  const { kg, faults, food } = readFood(form, language);
  const note = (field: FaultField, fault: Fault | false) => fault && (faults[field] = fault);
  note('weekdays', form.weekdays.length === 0 && { message: 'weekdays' });
  note('pickupUntil', !(TIME.test(form.from) && TIME.test(form.until)) && { message: 'time' });
  note('startsOn', form.startsOn === '' && { message: 'starts' });
  note('endsOn', form.endsOn !== '' && form.endsOn < form.startsOn && { message: 'ends' });
  const request: TemplateRequest | null = Object.keys(faults).length > 0 ? null : {
    ...food,
    weekdays: WEEKDAYS.filter((day) => form.weekdays.includes(day)),
    pickupFrom: form.from.slice(0, 5), pickupUntil: form.until.slice(0, 5),
    keepsHours: Number(form.keepsHours), postedAheadHours: Number(form.aheadHours),
    startsOn: form.startsOn, endsOn: form.endsOn === '' ? null : form.endsOn, exceptions: [...form.exceptions],
  };
  return { kg, faults, request };
}

import type { TemplateRequest, TemplateResponse } from '@thesis/calls';
import { addDays, weekdayOf } from '@thesis/region/clock';

/** On which days a recurring donation is; days are written "2026-12-01". */
export interface Recurrence {
  readonly weekdays: readonly string[];
  readonly startsOn: string;
  readonly endsOn?: string | null;
  readonly exceptions: readonly string[];
}

export interface ComingDay {
  readonly day: string;
  readonly skipped: boolean;
}

// Exceptions of a year and more hide no day for longer.
const MOST_DAYS_AHEAD = 800;

/** The next days of a recurring donation from a day on, those that are skipped among them. */
export function comingDays(recurrence: Recurrence, today: string, count: number): readonly ComingDay[] {
  const first = recurrence.startsOn > today ? recurrence.startsOn : today;
  const days: ComingDay[] = [];
  for (let ahead = 0; ahead < MOST_DAYS_AHEAD && days.length < count; ahead++) {
    const day = addDays(first, ahead);
    if (recurrence.endsOn && day > recurrence.endsOn) break;
    if (recurrence.weekdays.includes(weekdayOf(day))) days.push({ day, skipped: recurrence.exceptions.includes(day) });
  }
  return days;
}

export type TemplateState = 'on' | 'paused' | 'ended';

/** Ended when nothing is to come, paused when it begins later than the next time that it could. */
export const stateOf = (template: Pick<TemplateResponse, 'nextDay' | 'startsOn'>, today: string): TemplateState =>
  template.nextDay === null ? 'ended' : template.startsOn > today ? 'paused' : 'on';

/** All of a recurring donation as it stands, with what differs: the API takes it whole. */
export function restated(template: TemplateResponse, change: Partial<TemplateRequest>): TemplateRequest {
  const { title, foodType, storageClass, smallestLotKg, amount, unit, unitKg, allergens, accessNotes, pickupNotes, weekdays, pickupFrom, pickupUntil, keepsHours, postedAheadHours, startsOn, endsOn, exceptions } = template;
  const counted = unit === 'box' || unit === 'meal';
  return {
    title, foodType, storageClass, smallestLotKg, amount, unit, ...(counted ? { unitKg } : {}), allergens, accessNotes, pickupNotes, weekdays, pickupFrom, pickupUntil, keepsHours, postedAheadHours,
    startsOn, endsOn, exceptions, ...change,
  };
}

/** The exceptions with a day more, or with one less; those that have passed are dropped. */
export const withSkipped = (exceptions: readonly string[], day: string, skipped: boolean, today: string): string[] =>
  [...exceptions.filter((other) => other !== day && other >= today), ...(skipped ? [day] : [])].sort();

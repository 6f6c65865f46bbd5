import type { IntakeCalendarRequest, NgoResponse } from '@thesis/calls';
import { readNumber, type NumberReading } from '@thesis/i18n';
import { asUsual, withCapacity, withClosed } from './change-days.ts';

/** What a day shall be, as typed. */
export interface DayDraft {
  readonly kind: 'usual' | 'other' | 'closed';
  readonly kg: string;
  readonly slots: string;
  readonly reason: string;
}

export type DayFaults = Partial<Record<'kg' | 'slots', 'kg' | 'slots' | 'number'>>;

const MOST_KG = 100_000;
const MOST_SLOTS = 1000;

const valueOf = (reading: NumberReading): number | null => ('value' in reading ? reading.value : null);

/** The calendar with the day as the form says, or what is wrong. */
export function readDay(form: DayDraft, ngo: Pick<NgoResponse, 'calendar'>, day: string, today: string, language: string): { readonly calendar: IntakeCalendarRequest | null; readonly faults: DayFaults } {
  if (form.kind === 'usual') return { calendar: asUsual(ngo.calendar, today, day), faults: {} };
  if (form.kind === 'closed') return { calendar: withClosed({ ...ngo.calendar, closures: asUsual(ngo.calendar, today, day).closures ?? [] }, today, { from: day, until: day, reason: form.reason.trim() }), faults: {} };
  const [kg, slots] = [valueOf(readNumber(form.kg, language)), valueOf(readNumber(form.slots, language))];
  const faults: DayFaults = {
    ...(kg === null ? { kg: 'number' as const } : kg < 0 || kg > MOST_KG ? { kg: 'kg' as const } : {}),
    ...(slots === null ? { slots: 'number' as const } : !Number.isInteger(slots) || slots < 0 || slots > MOST_SLOTS ? { slots: 'slots' as const } : {}),
  };
  if (kg === null || slots === null || Object.keys(faults).length > 0) return { calendar: null, faults };
  return { calendar: withCapacity(ngo.calendar, today, { date: day, capacityKg: kg, slots }), faults };
}

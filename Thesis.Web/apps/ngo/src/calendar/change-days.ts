import type { ClosedDays, DayCapacity, IntakeCalendarRequest, IntakeCalendarResponse } from '@thesis/calls';
import { addDays } from '@thesis/region/clock';

type Calendar = Pick<IntakeCalendarResponse, 'closures' | 'days'>;

/** The calendar takes all of its days at once; what lies before today is no longer needed. */
const since = ({ closures, days }: Calendar, today: string): { readonly closures: readonly ClosedDays[]; readonly days: readonly DayCapacity[] } =>
  ({ closures: closures.filter(({ until }) => until >= today), days: days.filter(({ date }) => date >= today) });

const request = (closures: readonly ClosedDays[], days: readonly DayCapacity[]): IntakeCalendarRequest =>
  ({ closures: [...closures].sort((a, b) => a.from.localeCompare(b.from)), days: [...days].sort((a, b) => a.date.localeCompare(b.date)) });

/** Leaves a day out of the closed ones: a closure around it is split. */
const opened = (closures: readonly ClosedDays[], day: string): readonly ClosedDays[] =>
  closures.flatMap((closure) => {
    if (day < closure.from || day > closure.until) return [closure];
    const before = { ...closure, until: addDays(day, -1) };
    const after = { ...closure, from: addDays(day, 1) };
    return [before, after].filter(({ from, until }) => from <= until);
  });

/** A day on which another amount is taken. */
export function withCapacity(calendar: Calendar, today: string, capacity: DayCapacity): IntakeCalendarRequest {
  const { closures, days } = since(calendar, today);
  return request(opened(closures, capacity.date), [...days.filter(({ date }) => date !== capacity.date), capacity]);
}

/** A day that is as usual again. */
export function asUsual(calendar: Calendar, today: string, day: string): IntakeCalendarRequest {
  const { closures, days } = since(calendar, today);
  return request(opened(closures, day), days.filter(({ date }) => date !== day));
}

/** Days on which nothing is taken. Other amounts of these days are moot. */
export function withClosed(calendar: Calendar, today: string, closed: ClosedDays): IntakeCalendarRequest {
  const { closures, days } = since(calendar, today);
  return request([...closures, closed], days.filter(({ date }) => date < closed.from || date > closed.until));
}

/** Takes a closure back whole. */
export function withoutClosure(calendar: Calendar, today: string, closure: ClosedDays): IntakeCalendarRequest {
  const { closures, days } = since(calendar, today);
  return request(closures.filter(({ from, until }) => from !== closure.from || until !== closure.until), days);
}

import { addDays } from '@thesis/region/clock';

export const PERIODS = ['rolling', 'month', 'lastMonth', 'year', 'lastYear', 'custom'] as const;

export type Period = (typeof PERIODS)[number];

/** Days from the first to the last, both counted; written "2026-12-01". */
export interface Range {
  readonly from: string;
  readonly until: string;
}

export const isPeriod = (text: string | null): text is Period => (PERIODS as readonly (string | null)[]).includes(text);

const MOST_YEARS = 20;

const daysApart = (from: string, until: string): number => (Date.parse(until) - Date.parse(from)) / (24 * 3_600_000);

/** The days of a period as of today; null when a period of one's own is not complete, ends before it begins, or is longer than 20 years. */
export function rangeOf(period: Period, today: string, from: string, until: string): Range | null {
  const year = Number(today.slice(0, 4));
  const firstOfMonth = `${today.slice(0, 7)}-01`;
  const lastOfLastMonth = addDays(firstOfMonth, -1);
  switch (period) {
    case 'rolling':
      return { from: addDays(`${year - 1}${today.slice(4)}`, 1), until: today };
    case 'month':
      return { from: firstOfMonth, until: today };
    case 'lastMonth':
      return { from: `${lastOfLastMonth.slice(0, 7)}-01`, until: lastOfLastMonth };
    case 'year':
      return { from: `${year}-01-01`, until: today };
    case 'lastYear':
      return { from: `${year - 1}-01-01`, until: `${year - 1}-12-31` };
    case 'custom':
      return from !== '' && until !== '' && from <= until && daysApart(from, until) <= MOST_YEARS * 365 ? { from, until } : null;
  }
}

/** The steps by which a range is told: days of a month or two, months of a few years, years of more. */
export const stepOf = ({ from, until }: Range): 'day' | 'month' | 'year' => {
  const days = daysApart(from, until);
  return days <= 62 ? 'day' : days <= 3 * 366 ? 'month' : 'year';
};

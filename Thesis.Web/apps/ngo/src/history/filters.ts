import { addDays, instantIn } from '@thesis/region/clock';

/** What the list is narrowed to; empty narrows nothing. Days are those of the region. */
export interface HistoryFilters {
  readonly status: string;
  readonly from: string;
  readonly until: string;
}

export const filtersOf = (search: URLSearchParams): HistoryFilters => ({ status: search.get('status') ?? '', from: search.get('from') ?? '', until: search.get('until') ?? '' });

export const isWrong = ({ from, until }: HistoryFilters): boolean => from !== '' && until !== '' && until < from;

/** The query of the list: orders that are picked up on one of the days, both included. */
export function queryOf({ status, from, until }: HistoryFilters, zone: string | undefined): { readonly status?: string; readonly pickupFrom?: string; readonly pickupUntil?: string } {
  const begin = from === '' ? null : instantIn(zone, from, '00:00');
  const end = until === '' ? null : instantIn(zone, addDays(until, 1), '00:00');
  return { ...(status === '' ? {} : { status }), ...(begin ? { pickupFrom: begin.toISOString() } : {}), ...(end ? { pickupUntil: end.toISOString() } : {}) };
}

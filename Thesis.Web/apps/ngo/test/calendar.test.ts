import type { NgoResponse, OrderResponse } from '@thesis/calls';
import { describe, expect, it } from 'vitest';
import { byDay } from '../src/arriving/by-day.ts';
import { asUsual, withCapacity, withClosed, withoutClosure } from '../src/calendar/change-days.ts';
import { readDay } from '../src/calendar/day-form.ts';
import { intakeDays } from '../src/calendar/days.ts';
import { filtersOf, isWrong, queryOf } from '../src/history/filters.ts';

const LA = 'America/Los_Angeles';
const today = '2026-12-01';
const region = { timeZone: LA, holidays: ['2026-12-25'] };
const calendar = { resumesOn: null, pauseReason: '', closures: [{ from: '2026-12-03', until: '2026-12-05', reason: 'Stocktaking' }], days: [{ date: '2026-12-02', capacityKg: 900, slots: 20 }] };
const ngo = { id: 'ngo_1', openingHours: 'Tue 09:00-17:00; Wed 09:00-12:00', accepting: true, dailyCapacityKg: 500, dailySlots: 10, storageCapacityKg: { chilled: 100 }, calendar } as unknown as NgoResponse;
const order = (part: Partial<OrderResponse>) => ({ status: 'accepted', quantityKg: 50, deliveredKg: 0, storageClass: 'ambient', deliveredAt: null, estimatedDeliveryAt: null, pickupFrom: '2026-12-01T20:00:00Z', ...part }) as OrderResponse;

describe('the days of a charity', () => {
  it('are open by its hours, closed or paused by its calendar', () => {
    const days = intakeDays(ngo, [], region, today, 4);
    expect(days.map(({ state }) => state)).toEqual(['open', 'open', 'closed', 'closed']);
    expect(days[2]).toMatchObject({ reason: 'Stocktaking', closure: calendar.closures[0] });
    expect(intakeDays({ ...ngo, calendar: { ...calendar, resumesOn: '2026-12-02', pauseReason: 'Holidays' } }, [], region, today, 2).map(({ state, reason }) => [state, reason])).toEqual([['paused', 'Holidays'], ['open', '']]);
    expect(intakeDays({ ...ngo, openingHours: '' }, [], region, today, 1)[0]?.state).toBe('unknown');
    expect(intakeDays(ngo, [], region, '2026-12-07', 1)[0]?.state).toBe('shut');
  });

  it('hold what is expected on them by the clock of the region, and say what is left of each limit', () => {
    const orders = [
      // Eleven at night in Los Angeles: the next day in UTC.
      order({ id: 'ord_1', estimatedDeliveryAt: '2026-12-02T07:00:00Z' }),
      order({ id: 'ord_2', storageClass: 'chilled', quantityKg: 30 }),
      order({ id: 'ord_3', status: 'declined' }),
      order({ id: 'ord_4', status: 'delivered', deliveredKg: 38, deliveredAt: '2026-12-02T18:00:00Z' }),
    ];
    const [first, second] = intakeDays(ngo, orders, region, today, 2);
    expect(first?.orders.map(({ id }) => id)).toEqual(['ord_2', 'ord_1']);
    expect(first).toMatchObject({ kg: { taken: 80, of: 500 }, deliveries: { taken: 2, of: 10 }, storage: [{ name: 'chilled', taken: 30, of: 100 }], differs: false });
    expect(second).toMatchObject({ kg: { taken: 38, of: 900 }, deliveries: { taken: 1, of: 20 }, differs: true });
  });

  it('are told by the day on which food is expected', () => {
    const days = byDay([order({ id: 'ord_1', estimatedDeliveryAt: '2026-12-02T07:00:00Z' }), order({ id: 'ord_2', pickupFrom: '2026-12-02T17:00:00Z' })], LA);
    expect(days.map(({ day, orders }) => [day, orders.map(({ id }) => id)])).toEqual([['2026-12-01', ['ord_1']], ['2026-12-02', ['ord_2']]]);
  });
});

describe('a changed day', () => {
  it('of another amount opens a closed day, and splits its closure', () => {
    expect(withCapacity(calendar, today, { date: '2026-12-04', capacityKg: 100, slots: 2 })).toEqual({
      closures: [{ from: '2026-12-03', until: '2026-12-03', reason: 'Stocktaking' }, { from: '2026-12-05', until: '2026-12-05', reason: 'Stocktaking' }],
      days: [calendar.days[0], { date: '2026-12-04', capacityKg: 100, slots: 2 }],
    });
  });

  it('as usual is named no more', () => {
    expect(asUsual(calendar, today, '2026-12-02')).toEqual({ closures: calendar.closures, days: [] });
    expect(asUsual(calendar, today, '2026-12-03').closures).toEqual([{ from: '2026-12-04', until: '2026-12-05', reason: 'Stocktaking' }]);
  });

  it('that is closed takes nothing, whatever amount it had', () => {
    expect(withClosed(calendar, today, { from: '2026-12-01', until: '2026-12-02', reason: '' })).toEqual({ closures: [{ from: '2026-12-01', until: '2026-12-02', reason: '' }, ...calendar.closures], days: [] });
    expect(withoutClosure(calendar, today, { from: '2026-12-03', until: '2026-12-05' }).closures).toEqual([]);
  });

  it('drops what has passed', () => {
    expect(asUsual(calendar, '2026-12-06', '2026-12-07')).toEqual({ closures: [], days: [] });
  });

  it('is read from the form, and what is wrong is named', () => {
    const form = { kind: 'other' as const, kg: '1,000', slots: '12', reason: '' };
    expect(readDay(form, ngo, '2026-12-08', today, 'en').calendar?.days?.at(-1)).toEqual({ date: '2026-12-08', capacityKg: 1000, slots: 12 });
    expect(readDay({ ...form, kg: 'lots', slots: '1.5' }, ngo, '2026-12-08', today, 'en')).toEqual({ calendar: null, faults: { kg: 'number', slots: 'slots' } });
    expect(readDay({ ...form, kind: 'closed', reason: ' Moving ' }, ngo, '2026-12-04', today, 'en').calendar?.closures?.map(({ from, until, reason }) => [from, until, reason])).toEqual([
      ['2026-12-03', '2026-12-03', 'Stocktaking'], ['2026-12-04', '2026-12-04', 'Moving'], ['2026-12-05', '2026-12-05', 'Stocktaking'],
    ]);
  });
});

describe('the filters of the history', () => {
  it('become whole days of the region', () => {
    expect(queryOf(filtersOf(new URLSearchParams('status=completed&from=2026-12-01&until=2026-12-01')), LA)).toEqual({ status: 'completed', pickupFrom: '2026-12-01T08:00:00.000Z', pickupUntil: '2026-12-02T08:00:00.000Z' });
    expect(queryOf(filtersOf(new URLSearchParams()), LA)).toEqual({});
  });

  it('are wrong when they end before they begin', () => {
    expect(isWrong({ status: '', from: '2026-12-02', until: '2026-12-01' })).toBe(true);
    expect(isWrong({ status: '', from: '2026-12-02', until: '' })).toBe(false);
  });
});

import type { ImpactItem } from '@thesis/calls';
import { describe, expect, it } from 'vitest';
import { addUp, mealsOf } from '../src/add-up.ts';
import { rangeOf, stepOf } from '../src/period.ts';

describe('a period', () => {
  it.each([
    ['rolling', '2026-12-15', '2025-12-16', '2026-12-15'],
    ['rolling', '2024-02-29', '2023-03-02', '2024-02-29'],
    ['month', '2026-12-15', '2026-12-01', '2026-12-15'],
    ['lastMonth', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['lastMonth', '2026-01-05', '2025-12-01', '2025-12-31'],
    ['year', '2026-12-15', '2026-01-01', '2026-12-15'],
    ['lastYear', '2026-12-15', '2025-01-01', '2025-12-31'],
  ] as const)('%s on %s is from %s until %s', (period, today, from, until) => {
    expect(rangeOf(period, today, '', '')).toEqual({ from, until });
  });

  it('of one\'s own is complete, in order, and of at most 20 years', () => {
    expect(rangeOf('custom', '2026-12-15', '2026-03-01', '2026-03-31')).toEqual({ from: '2026-03-01', until: '2026-03-31' });
    for (const [from, until] of [['', '2026-03-31'], ['2026-03-01', ''], ['2026-03-31', '2026-03-01'], ['2000-01-01', '2026-03-01']] as const) expect(rangeOf('custom', '2026-12-15', from, until)).toBeNull();
  });

  it('is told by days, months or years as it is long', () => {
    expect([stepOf({ from: '2026-12-01', until: '2026-12-31' }), stepOf({ from: '2026-01-01', until: '2026-12-31' }), stepOf({ from: '2016-01-01', until: '2026-12-31' })]).toEqual(['day', 'month', 'year']);
  });
});

it('what has the same key is added up to the gram', () => {
  const item = (periodStart: string, id: string, kg: number) => ({ periodStart, id, name: id, region: 'x', deliveries: 1, kg, meals: 0, co2eKg: 0 }) as unknown as ImpactItem;
  const items = [item('2026-12-01', 'ngo_1', 0.1), item('2026-12-01', 'ngo_2', 0.2), item('2026-11-01', 'ngo_1', 40)];
  expect(addUp(items, (one) => one.periodStart)).toEqual([{ key: '2026-12-01', name: 'ngo_2', deliveries: 2, kg: 0.3 }, { key: '2026-11-01', name: 'ngo_1', deliveries: 1, kg: 40 }]);
  expect(addUp(items, (one) => one.id ?? '').map(({ key, kg }) => [key, kg])).toEqual([['ngo_1', 40.1], ['ngo_2', 0.2]]);
});

it('meals are whole, by the factor that the server counts with', () => {
  expect(mealsOf(1.1, { kgPerMeal: 0.544310844 })).toBe(2);
  expect(mealsOf(0.5, { kgPerMeal: 0.544310844 })).toBe(0);
});

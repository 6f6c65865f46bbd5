import type { AllocationView, OrderResponse } from '@thesis/calls';
import { expect, it } from 'vitest';
import { dueOf, filterOrders, pressureOf } from '../src/board/due.ts';
import { differencesOf, flatten } from '../src/runs/compare.ts';

const NOW = Date.parse('2026-12-01T12:00:00Z');
const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();

const order = (id: string, part: Partial<OrderResponse>): OrderResponse =>
  ({ id, status: 'accepted', title: id, donorName: 'Market', ngoName: 'Pantry', driverId: null, respondBy: at(10), pickupUntil: at(120), expiresAt: at(600), ...part }) as OrderResponse;

const ANY = { words: '', pressing: false, driver: 'any', status: '' } as const;

it('an order is due by what it waits for: an answer, a driver, the pickup, the delivery', () => {
  expect(dueOf(order('a', { status: 'proposed' }))).toEqual({ at: NOW + 10 * 60_000, of: 'answer' });
  expect(dueOf(order('a', { status: 'accepted' }))).toEqual({ at: NOW + 120 * 60_000, of: 'driver' });
  expect(dueOf(order('a', { status: 'assigned', expiresAt: at(60) }))).toEqual({ at: NOW + 60 * 60_000, of: 'pickup' });
  expect(dueOf(order('a', { status: 'picked_up' }))).toEqual({ at: NOW + 600 * 60_000, of: 'delivery' });
  expect(dueOf(order('a', { status: 'completed' }))).toBeNull();
});

it('what is over is breached, what is over within half an hour is soon', () => {
  expect([-1, 29, 31].map((minutes) => pressureOf({ at: NOW + minutes * 60_000, of: 'pickup' }, NOW))).toEqual(['breached', 'soon', 'calm']);
});

it('the board shows what is due first in front, and only what is asked for', () => {
  const orders = [order('Bread', {}), order('Milk', { status: 'proposed' }), order('Soup', { status: 'assigned', driverId: 'drv_1', pickupUntil: at(-5) })];
  const shown = (filter: Partial<Parameters<typeof filterOrders>[1]>) => filterOrders(orders, { ...ANY, ...filter }, NOW).map((one) => one.title);
  expect(shown({})).toEqual(['Soup', 'Milk', 'Bread']);
  expect(shown({ words: 'BREA' })).toEqual(['Bread']);
  expect(shown({ pressing: true })).toEqual(['Soup', 'Milk']);
  expect(shown({ driver: 'without' })).toEqual(['Milk', 'Bread']);
  expect(shown({ status: 'proposed' })).toEqual(['Milk']);
});

it('says who gains and loses from one run to another, the largest change first', () => {
  const lot = (ngoName: string, kg: number) => ({ ngoId: ngoName, ngoName, kg }) as AllocationView;
  expect(differencesOf([lot('A', 50), lot('B', 30), lot('C', 10)], [lot('A', 20), lot('A', 20), lot('C', 10), lot('D', 40)]))
    .toEqual([{ name: 'D', kg: 40 }, { name: 'B', kg: -30 }, { name: 'A', kg: -10 }]);
});

it('lays out a strategy as names and values', () => {
  expect([...flatten({ weights: { value: 1, curve: [2, 3] }, name: 'x' })]).toEqual([['weights.value', '1'], ['weights.curve.0', '2'], ['weights.curve.1', '3'], ['name', 'x']]);
});

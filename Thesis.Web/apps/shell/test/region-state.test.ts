import type { LiveMessage } from '@thesis/realtime';
import { expect, test } from 'vitest';
import { figuresOf } from '../src/state/figures.ts';
import { RegionState } from '../src/state/region-state.ts';

const at = '2026-11-22T18:00:00Z';
const message = (type: string, data: unknown): LiveMessage => ({ topic: 't', sequence: 1, type, key: 'k', time: at, committedAt: at, data });
const order = (version: number, status: string, kg = 40) => message(version === 1 ? 'order.created' : 'order.status.changed', {
  order: { id: 'ord_1', version, status, region: 'la', kg, deliveredKg: 0, title: 'Bread', donorName: 'Vons', ngoName: 'Pantry', pickup: {}, dropoff: {}, km: 3 },
});
const state = () => new RegionState('la', (run) => run());

test('an older version of an order never replaces a newer one', () => {
  const region = state();
  region.apply(order(2, 'accepted'));
  region.apply(order(1, 'proposed'));
  expect(region.snapshot().orders.get('ord_1')?.status).toBe('accepted');
});

test('what belongs to another region is left out', () => {
  const region = new RegionState('sf', (run) => run());
  region.apply(order(1, 'proposed'));
  expect(region.snapshot().orders.size).toBe(0);
});

test('a repeated message is told once in the feed', () => {
  const region = state();
  region.apply(order(1, 'proposed'));
  region.apply(order(1, 'proposed'));
  expect(region.snapshot().feed.map((item) => item.text)).toEqual(['40 kg of Bread from Vons go to Pantry']);
});

test('the feed keeps the newest forty', () => {
  const region = state();
  for (let version = 1; version <= 60; version++) region.apply(order(version, 'declined', version));
  expect(region.snapshot().feed).toHaveLength(40);
  expect(region.snapshot().feed[0]?.text).toContain('60 kg');
});

test('an older position does not move a driver back', () => {
  const region = state();
  const position = (latitude: number, time: string) => message('driver.location.updated', { driverId: 'drv_1', positions: [{ latitude, longitude: 1, time }] });
  region.apply(position(5, '2026-11-22T18:00:02Z'));
  region.apply(position(4, '2026-11-22T18:00:01Z'));
  expect(region.snapshot().drivers.get('drv_1')?.latitude).toBe(5);
});

test('figures count food by where it is', () => {
  const region = state();
  region.apply(order(1, 'proposed'));
  region.apply(message('donation.created', { donation: { id: 'don_1', version: 1, donorName: 'Vons', title: 'Bread', quantityKg: 100, reservedKg: 40, deliveredKg: 0, lostKg: 0, status: 'open', place: { region: 'la' }, expiresAt: at } }));
  expect(figuresOf(region.snapshot())).toMatchObject({ offeredKg: 100, underWayKg: 40, openDonations: 1, ordersUnderWay: 1 });
});

test('listeners hear once a frame however many messages come', () => {
  const frames: (() => void)[] = [];
  const region = new RegionState('la', (run) => frames.push(run));
  let heard = 0;
  region.subscribe(() => heard++);
  for (let version = 1; version <= 100; version++) region.apply(order(version, 'proposed'));
  frames.forEach((run) => run());
  expect(heard).toBe(1);
});

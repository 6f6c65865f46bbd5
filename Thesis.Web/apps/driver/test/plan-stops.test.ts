import type { DriverOrderResponse } from '@thesis/calls';
import { expect, it } from 'vitest';
import { planStops } from '../src/stops/plan-stops.ts';
import { navigationLink } from '../src/stops/navigation-link.ts';
import { sortOffers } from '../src/offers/sort-offers.ts';

const NOW = Date.parse('2026-12-01T12:00:00Z');
const at = (hours: number): string => new Date(NOW + hours * 3_600_000).toISOString();
// A tenth of a degree of longitude is about 9 km here.
const place = (longitude: number) => ({ latitude: 34, longitude, address: '' });

const order = (id: string, part: Partial<DriverOrderResponse>): DriverOrderResponse => ({
  id, version: 1, status: 'assigned', region: 'r', donationId: 'don_1', ngoId: 'ngo_1', quantityKg: 50, pickedUpKg: 0, deliveredKg: 0, title: id, foodType: 'bakery', donorName: 'D', ngoName: 'N',
  pickup: place(0), dropoff: place(0.1), pickupFrom: at(-1), pickupUntil: at(8), expiresAt: at(20), km: 1, reason: '', storageClass: 'ambient', codeRequired: false, assignedAt: null, pickedUpAt: null, deliveredAt: null, ...part,
});

const names = (orders: readonly DriverOrderResponse[], capacityKg = 1000) => planStops(orders, place(0), NOW, capacityKg).map((stop) => `${stop.kind} ${stop.order.id}`);

it('picks up before it delivers, and puts what lies on the way in between', () => {
  expect(names([order('far', { pickup: place(0), dropoff: place(0.3) }), order('near', { pickup: place(0.1), dropoff: place(0.2) })]))
    .toEqual(['pickup far', 'pickup near', 'dropoff near', 'dropoff far']);
});

it('goes out of the way for a pickup that closes soon', () => {
  const late = order('late', { pickup: place(0.1), dropoff: place(0.2) });
  const closing = order('closing', { pickup: place(-0.1), dropoff: place(-0.2), pickupUntil: at(0.6) });
  expect(names([late, closing])[0]).toBe('pickup closing');
});

it('delivers first what would not fit beside the next pickup', () => {
  const orders = [order('a', { quantityKg: 80, dropoff: place(0.2) }), order('b', { quantityKg: 80, pickup: place(0.1), dropoff: place(0.3) })];
  expect(names(orders, 100)).toEqual(['pickup a', 'dropoff a', 'pickup b', 'dropoff b']);
  expect(names(orders, 200)).toEqual(['pickup a', 'pickup b', 'dropoff a', 'dropoff b']);
});

it('leaves out what is done, and delivers what is carried', () => {
  expect(names([order('done', { status: 'delivered' }), order('carried', { status: 'picked_up', pickedUpKg: 50 })])).toEqual(['dropoff carried']);
});

it('says when the driver would be there: roads, traffic, and the time at each stop', () => {
  const [pickup, dropoff] = planStops([order('a', { pickup: place(0.1), dropoff: place(0.2) })], place(0), NOW, 1000);
  // 9.2 km as the crow flies are 12 km of road: 24 minutes at 30 km/h.
  expect(((pickup?.arrival ?? 0) - NOW) / 60_000).toBeCloseTo(24, 0);
  expect(((dropoff?.arrival ?? 0) - NOW) / 60_000).toBeCloseTo(24 + 5 + 24, 0);
});

it('opens the navigation app that the device has', () => {
  const here = { latitude: 34.05, longitude: -118.25 };
  expect(navigationLink(here, 'A & B', 'Mozilla/5.0 (Linux; Android 15)')).toBe('geo:34.05,-118.25?q=34.05,-118.25(A%20%26%20B)');
  expect(navigationLink(here, 'A', 'Mozilla/5.0 (iPhone; CPU iPhone OS 19)')).toContain('maps://?daddr=34.05,-118.25');
  expect(navigationLink(here, 'A', 'Mozilla/5.0 (X11; Linux)')).toContain('openstreetmap.org/directions?to=34.05,-118.25');
});

it('sorts offers by the way to them, or by how soon they are over', () => {
  const orders = [order('far', { pickup: place(0.5), pickupUntil: at(1) }), order('near', { pickup: place(0.1), pickupUntil: at(5) })];
  expect(sortOffers(orders, 'near', place(0)).map((offer) => offer.order.id)).toEqual(['near', 'far']);
  expect(sortOffers(orders, 'urgent', place(0)).map((offer) => offer.order.id)).toEqual(['far', 'near']);
  expect(sortOffers(orders, 'near', null).map((offer) => offer.order.id)).toEqual(['far', 'near']);
});

import type { DonationResponse } from '@thesis/calls';
import { describe, expect, it } from 'vitest';
import { consequencesOf } from '../src/post/consequences.ts';
import { emptyForm, formLike, formOf, readForm, timesOf, type DonationForm } from '../src/post/donation-form.ts';

const LA = 'America/Los_Angeles';
// 13:50 in Los Angeles.
const now = new Date('2026-12-01T21:50:00Z');
const filled: DonationForm = { ...emptyForm(now, 'kg'), donorId: 'dnr_1', title: ' Bread ', foodType: 'bakery', storageClass: 'ambient', quantity: '40' };

const donation = (part: Partial<DonationResponse> = {}) => ({
  donorId: 'dnr_1', title: 'Soup', foodType: 'prepared', storageClass: 'chilled', quantityKg: 20, amount: 20, unit: 'kg', unitKg: 1, smallestLotKg: 0, allergens: ['celery'], accessNotes: 'Ring twice',
  pickupNotes: '', status: 'open', reservedKg: 0, openKg: 20, pickupFrom: '2026-11-30T17:00:00Z', pickupUntil: '2026-11-30T19:00:00Z', expiresAt: '2026-12-01T19:00:00Z', ...part,
}) as unknown as DonationResponse;

describe('the form', () => {
  it('begins with the next quarter of an hour on the clock of the region, and with no kind of food chosen', () => {
    const form = emptyForm(now, 'kg');
    expect([timesOf(form, now, LA), form.foodType]).toEqual([{ day: '2026-12-01', from: '14:00', until: '17:00' }, '']);
    expect(timesOf(form, now, 'Asia/Kolkata')).toEqual({ day: '2026-12-02', from: '03:30', until: '06:30' });
  });

  it('becomes a request in kilograms and instants of the region', () => {
    const { request } = readForm({ ...filled, day: '2026-12-01', from: '14:00', until: '17:00' }, now, 'en', LA);
    expect(request).toMatchObject({ title: 'Bread', quantityKg: 40, pickupFrom: '2026-12-01T22:00:00.000Z', pickupUntil: '2026-12-02T01:00:00.000Z', expiresAt: '2026-12-03T01:00:00.000Z' });
    expect(request).not.toHaveProperty('allergens');
  });

  it.each([
    ['10', 'lb', 4.536, { amount: 10, unit: 'lb' }], ['3', 'boxes', 36, { amount: 3, unit: 'box', unitKg: 12 }], ['100', 'meals', 54.431, { amount: 100, unit: 'meal' }],
  ] as const)('keeps %s %s as they are counted, and says that it is %d kg', (quantity, unit, kg, counted) => {
    const reading = readForm({ ...filled, quantity, unit, boxKg: '12' }, now, 'en', LA);
    expect(reading.kg).toBe(kg);
    expect(reading.request).toMatchObject(counted);
    expect(reading.request).not.toHaveProperty('quantityKg');
  });

  it('says that there are no allergens only when that was chosen', () => {
    expect(readForm({ ...filled, allergens: [] }, now, 'en', LA).request?.allergens).toEqual([]);
    expect(readForm({ ...filled, allergens: ['milk', 'eggs'] }, now, 'en', LA).request?.allergens).toEqual(['milk', 'eggs']);
  });

  it.each(['0', '-5', '60000', '1e3', ''])('refuses "%s" as a quantity', (quantity) => {
    const reading = readForm({ ...filled, quantity }, now, 'en', LA);
    expect(reading.request).toBeNull();
    expect(reading.faults.quantityKg).toBeDefined();
  });

  it('names every field that is missing', () => {
    expect(Object.keys(readForm(emptyForm(now, 'kg'), now, 'en', LA).faults).sort()).toEqual(['donorId', 'foodType', 'quantityKg', 'title']);
  });

  it('refuses food that is not good until the pickup ends', () => {
    expect(readForm({ ...filled, goodFor: 'other', goodDay: '2026-12-01', goodTime: '15:00' }, now, 'en', LA).faults.expiresAt).toEqual({ message: 'good' });
  });

  it('repeats an earlier donation at the same times of the next day that fits, counted as before', () => {
    // 9 to 11 in Los Angeles: that has passed for today.
    expect(formLike(donation({ amount: 2, unit: 'box', unitKg: 10.5 }), now, LA, 'es')).toMatchObject({
      title: 'Soup', day: '2026-12-02', from: '09:00', until: '11:00', goodFor: '1', quantity: '2', unit: 'boxes', boxKg: '10,5', allergens: ['celery'], accessNotes: 'Ring twice',
    });
  });

  it('of a donation that exists reads as that donation', () => {
    const known = donation({ pickupFrom: '2026-12-02T17:00:00.000Z', pickupUntil: '2026-12-02T19:00:00.000Z', expiresAt: '2026-12-03T19:00:00.000Z' });
    expect(readForm(formOf(known, LA, 'en'), now, 'en', LA).request).toMatchObject({ pickupFrom: known.pickupFrom, pickupUntil: known.pickupUntil, expiresAt: known.expiresAt, quantityKg: 20 });
  });
});

describe('what follows from a change', () => {
  const known = donation({ pickupFrom: '2026-12-02T17:00:00Z', pickupUntil: '2026-12-02T19:00:00Z', expiresAt: '2026-12-03T19:00:00Z' });
  const after = (part: Partial<DonationForm>, of = known) => consequencesOf(of, readForm({ ...formOf(of, LA, 'en'), ...part }, now, 'en', LA)).map(({ message, kg }) => [message, kg]);

  it('names what is offered more or less, and that the region is planned anew', () => {
    expect(after({ quantity: '25' })).toEqual([['more', 5], ['planned', 0]]);
    expect(after({ quantity: '12.5' })).toEqual([['less', 7.5], ['planned', 0]]);
    expect(after({ until: '12:00' })).toEqual([['planned', 0]]);
  });

  it('is nothing when only the words change, and never anybody hears of a draft', () => {
    expect(after({ title: 'Tomato soup' })).toEqual([['same', 0]]);
    expect(after({ quantity: '25' }, { ...known, status: 'draft' })).toEqual([['draft', 0]]);
  });

  it('names what stays promised', () => {
    expect(after({ quantity: '25' }, { ...known, reservedKg: 8 })).toEqual([['more', 5], ['reserved', 8], ['planned', 0]]);
  });
});

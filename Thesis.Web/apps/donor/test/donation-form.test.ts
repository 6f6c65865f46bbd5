import type { DonationResponse } from '@thesis/calls';
import { describe, expect, it } from 'vitest';
import { windowOf } from '../src/post/clock.ts';
import { emptyForm, formLike, readForm, type DonationForm } from '../src/post/donation-form.ts';

const now = new Date('2026-12-01T13:50:00');
const filled: DonationForm = { ...emptyForm(now, 'kg'), donorId: 'dnr_1', title: ' Bread ', foodType: 'bakery', storageClass: 'ambient', quantity: '40' };

describe('the form', () => {
  it('begins with the next quarter of an hour, and with no kind of food chosen', () => {
    const form = emptyForm(now, 'kg');
    expect([form.from, form.until, form.foodType]).toEqual(['14:00', '17:00', '']);
  });

  it('becomes a request in kilograms and instants', () => {
    const { request } = readForm(filled, now, 'en');
    expect(request).toMatchObject({ title: 'Bread', quantityKg: 40, pickupFrom: new Date('2026-12-01T14:00').toISOString(), expiresAt: new Date('2026-12-02T17:00').toISOString() });
  });

  it.each([['10', 'lb', 4.536], ['3', 'boxes', 36], ['100', 'meals', 54.43]] as const)('takes %s %s as %d kg', (quantity, unit, kg) => {
    expect(readForm({ ...filled, quantity, unit, boxKg: '12' }, now, 'en').request?.quantityKg).toBe(kg);
  });

  it.each(['0', '-5', '60000', '1e3', ''])('refuses "%s" as a quantity', (quantity) => {
    const reading = readForm({ ...filled, quantity }, now, 'en');
    expect(reading.request).toBeNull();
    expect(reading.faults.quantityKg).toBeDefined();
  });

  it('names every field that is missing', () => {
    expect(Object.keys(readForm(emptyForm(now, 'kg'), now, 'en').faults).sort()).toEqual(['donorId', 'foodType', 'quantityKg', 'title']);
  });

  it('takes an end before the start as the next day', () => {
    expect(windowOf('2026-12-01', '22:00', '01:00')?.until).toEqual(new Date('2026-12-02T01:00'));
  });

  it('refuses food that is not good until the pickup ends', () => {
    expect(readForm({ ...filled, goodFor: 'other', goodDay: '2026-12-01', goodTime: '15:00' }, now, 'en').faults.expiresAt).toEqual({ message: 'good' });
  });

  it('repeats an earlier donation at the same times of the next day that fits', () => {
    const earlier = {
      donorId: 'dnr_1', title: 'Soup', foodType: 'prepared', storageClass: 'chilled', quantityKg: 20,
      pickupFrom: new Date('2026-11-30T09:00').toISOString(), pickupUntil: new Date('2026-11-30T11:00').toISOString(), expiresAt: new Date('2026-12-01T11:00').toISOString(),
    } as DonationResponse;
    expect(formLike(earlier, now)).toMatchObject({ title: 'Soup', day: '2026-12-02', from: '09:00', until: '11:00', goodFor: '1' });
  });
});

import type { NgoResponse } from '@thesis/calls';
import { describe, expect, it } from 'vitest';
import { countdown } from '../src/inbox/countdown.ts';
import { hoursOf, weekOf } from '../src/intake/hours.ts';
import { formOf, readIntake } from '../src/intake/intake-form.ts';

const ngo = {
  name: 'Corner Pantry', kind: 'food_pantry', place: { latitude: 34, longitude: -118, address: '1 Main St', region: 'los-angeles' }, priority: 3,
  openingHours: 'Mon 09:00-17:00; Sat 10:00-14:00', dailyCapacityKg: 500, dailySlots: 10, storageClasses: ['ambient'], foodPreferences: [], accepting: true, storageCapacityKg: null,
} as unknown as NgoResponse;

describe('opening hours', () => {
  it('of a plain week come back as they were', () => {
    const week = weekOf(ngo.openingHours);
    expect(week?.Mon).toEqual({ opens: '09:00', closes: '17:00' });
    expect(week?.Tue).toBeNull();
    expect(week && hoursOf(week)).toBe(ngo.openingHours);
  });

  it.each(['Mon 09:00-12:00; Mon 14:00-18:00', 'Fri2nd 15:00-17:00', 'Mon 08:00-17:00; By appointment'])('"%s" stays text', (hours) => {
    expect(weekOf(hours)).toBeNull();
  });
});

describe('what a charity can take', () => {
  it('goes out with everything else unchanged', () => {
    const { request } = readIntake({ ...formOf(ngo), dailyKg: '1,200' }, ngo, 'en');
    expect(request).toMatchObject({ dailyCapacityKg: 1200, name: 'Corner Pantry', priority: 3, openingHours: ngo.openingHours });
  });

  it('names what is wrong', () => {
    const form = { ...formOf(ngo), slots: '2.5', storage: { ambient: { has: false, kg: '' }, chilled: { has: true, kg: '-1' }, frozen: { has: false, kg: '' } } };
    expect(readIntake(form, ngo, 'en').faults).toEqual({ dailySlots: { message: 'slots' }, 'storageCapacityKg.chilled': { message: 'kg' } });
  });
});

it('a countdown shows hours only when there are some', () => {
  expect(countdown(65_000, 0)).toBe('1:05');
  expect(countdown(3_661_000, 0)).toBe('1:01:01');
  expect(countdown(0, 1)).toBeNull();
});

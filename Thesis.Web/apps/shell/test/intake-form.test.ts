import { expect, test } from 'vitest';
import type { Ngo } from '@thesis/api';
import { formOf, readIntake } from '../src/intake/intake-form.ts';

const ngo: Ngo = {
  id: 'ngo_1', version: 3, name: 'Pantry', kind: 'food_pantry', place: { latitude: 34, longitude: -118, address: '', region: 'la' }, openingHours: '',
  verified: true, managers: null, dailyCapacityKg: 200, dailySlots: 10, storageClasses: ['ambient', 'chilled'], foodPreferences: [], priority: 3,
  accepting: true, storageCapacityKg: { ambient: null, chilled: 40.5, frozen: null },
};
const form = formOf(ngo);

test('what an NGO states comes back as it was', () => {
  expect(readIntake(form)).toEqual({
    intake: { accepting: true, dailyCapacityKg: 200, dailySlots: 10, storageClasses: ['ambient', 'chilled'], storageCapacityKg: { chilled: 40.5 } },
  });
});

test('a class that is given up takes its limit with it', () => {
  expect(readIntake({ ...form, storage: { ...form.storage, chilled: { has: false, kg: '40.5' } } })).toMatchObject({
    intake: { storageClasses: ['ambient'], storageCapacityKg: null },
  });
});

test.each([
  ['dailyCapacityKg', { dailyCapacityKg: '' }],
  ['dailyCapacityKg', { dailyCapacityKg: '-1' }],
  ['dailySlots', { dailySlots: '1.5' }],
  ['dailySlots', { dailySlots: '1001' }],
  ['storageCapacityKg.chilled', { storage: { ...form.storage, chilled: { has: true, kg: 'much' } } }],
  ['storageClasses', { storage: { ambient: { has: false, kg: '' }, chilled: { has: false, kg: '' }, frozen: { has: false, kg: '' } } }],
])('a wrong %s is named with its remedy', (field, change) => {
  expect(readIntake({ ...form, ...change })).toHaveProperty(['errors', field, 0]);
});

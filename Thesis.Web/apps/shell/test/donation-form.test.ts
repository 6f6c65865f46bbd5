import { expect, test } from 'vitest';
import { EMPTY_FORM, readForm } from '../src/donate/donation-form.ts';

const now = new Date('2026-11-22T18:00:00Z');
const filled = { ...EMPTY_FORM, donorId: 'dnr_1', title: ' Bread ', quantityKg: '12,5', hoursToExpiry: '8', pickupHours: '2' };

test('a filled-in form becomes a donation with times in UTC', () => {
  expect(readForm(filled, now)).toEqual({
    donation: {
      donorId: 'dnr_1', title: 'Bread', foodType: 'produce', storageClass: 'ambient', quantityKg: 12.5, smallestLotKg: 5,
      expiresAt: '2026-11-23T02:00:00.000Z', pickupFrom: '2026-11-22T18:00:00.000Z', pickupUntil: '2026-11-22T20:00:00.000Z',
    },
  });
});

test.each([
  ['donorId', { donorId: '' }],
  ['title', { title: '  ' }],
  ['quantityKg', { quantityKg: '' }],
  ['quantityKg', { quantityKg: '-1' }],
  ['quantityKg', { quantityKg: 'much' }],
  ['quantityKg', { quantityKg: '50001' }],
  ['smallestLotKg', { smallestLotKg: '13' }],
  ['expiresAt', { hoursToExpiry: '0' }],
  ['pickupUntil', { pickupHours: '9' }],
])('a wrong %s is named with its remedy', (field, change) => {
  const read = readForm({ ...filled, ...change }, now);
  expect(read).toHaveProperty(['errors', field, 0]);
});

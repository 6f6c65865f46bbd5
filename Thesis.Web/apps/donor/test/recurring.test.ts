import type { DonationResponse, TemplateResponse } from '@thesis/calls';
import { describe, expect, it } from 'vitest';
import { comingDays, restated, stateOf, withSkipped } from '../src/recurring/recurrence.ts';
import { emptyRecurring, readRecurring, recurringLike, recurringOf } from '../src/recurring/recurring-form.ts';

const LA = 'America/Los_Angeles';
// A Tuesday.
const today = '2026-12-01';
const now = new Date('2026-12-01T21:50:00Z');

const template = {
  id: 'tpl_1', version: 3, donorId: 'dnr_1', donorName: 'Market', title: 'Bread', foodType: 'bakery', storageClass: 'ambient', quantityKg: 24, smallestLotKg: 0, amount: 2, unit: 'box', unitKg: 12, allergens: null,
  accessNotes: '', pickupNotes: '', weekdays: ['tuesday', 'friday'], timeZone: LA, pickupFrom: '17:00', pickupUntil: '20:00', keepsHours: 12, postedAheadHours: 24, startsOn: '2026-01-01', endsOn: null,
  exceptions: ['2026-12-04'], nextDay: '2026-12-08', nextPostedAt: '2026-12-08T01:00:00Z',
} as unknown as TemplateResponse;

describe('a recurring donation', () => {
  it('shows its next days, the skipped ones among them', () => {
    expect(comingDays(template, today, 4)).toEqual([{ day: '2026-12-01', skipped: false }, { day: '2026-12-04', skipped: true }, { day: '2026-12-08', skipped: false }, { day: '2026-12-11', skipped: false }]);
    expect(comingDays({ ...template, startsOn: '2026-12-05', endsOn: '2026-12-08' }, today, 4)).toEqual([{ day: '2026-12-08', skipped: false }]);
    expect(comingDays({ ...template, weekdays: [] }, today, 4)).toEqual([]);
  });

  it('is paused while it begins later, and ended when nothing is to come', () => {
    expect(stateOf(template, today)).toBe('on');
    expect(stateOf({ ...template, startsOn: '2026-12-20' }, today)).toBe('paused');
    expect(stateOf({ ...template, nextDay: null, startsOn: '2026-12-20' }, today)).toBe('ended');
  });

  it('is restated whole, with what differs', () => {
    const request = restated(template, { exceptions: withSkipped(template.exceptions, '2026-12-08', true, today) });
    expect(request).toMatchObject({ amount: 2, unit: 'box', unitKg: 12, weekdays: ['tuesday', 'friday'], exceptions: ['2026-12-04', '2026-12-08'] });
    expect(request).not.toHaveProperty('quantityKg');
    expect(request).not.toHaveProperty('donorId');
    // Only boxes and meals have a weight of their own.
    expect(restated({ ...template, unit: 'lb' }, {})).not.toHaveProperty('unitKg');
  });

  it('takes a skipped day back, and forgets those that have passed', () => {
    expect(withSkipped(['2026-11-03', '2026-12-04'], '2026-12-04', false, today)).toEqual([]);
    expect(withSkipped(['2026-12-04'], '2026-12-04', true, today)).toEqual(['2026-12-04']);
  });
});

describe('its form', () => {
  it('comes back as it was', () => {
    expect(readRecurring(recurringOf(template, 'en'), 'en').request).toMatchObject({
      amount: 2, unit: 'box', unitKg: 12, weekdays: ['tuesday', 'friday'], pickupFrom: '17:00', pickupUntil: '20:00', keepsHours: 12, postedAheadHours: 24, startsOn: '2026-01-01', endsOn: null, exceptions: ['2026-12-04'],
    });
  });

  it('names days, times and food that are missing', () => {
    expect(Object.keys(readRecurring(emptyRecurring('kg', now), 'en').faults).sort()).toEqual(['donorId', 'foodType', 'pickupUntil', 'quantityKg', 'title', 'weekdays']);
  });

  it('refuses an end before the beginning', () => {
    expect(readRecurring({ ...recurringOf(template, 'en'), endsOn: '2025-12-31' }, 'en').faults.endsOn).toEqual({ message: 'ends' });
  });

  it('takes a donation\'s day of the week and times, from the day after it on', () => {
    const donation = {
      donorId: 'dnr_1', title: 'Soup', foodType: 'prepared', storageClass: 'chilled', amount: 20, unit: 'kg', unitKg: 1, smallestLotKg: 0, allergens: null, accessNotes: null, pickupNotes: '',
      // Wednesday evening in Los Angeles, Thursday in UTC.
      pickupFrom: '2026-12-03T02:00:00Z', pickupUntil: '2026-12-03T04:00:00Z', expiresAt: '2026-12-03T16:00:00Z',
    } as unknown as DonationResponse;
    expect(recurringLike(donation, now, LA, 'en')).toMatchObject({ weekdays: ['wednesday'], from: '18:00', until: '20:00', keepsHours: '12', startsOn: '2026-12-03' });
  });
});

import type { NgoResponse } from '@thesis/calls';
import { describe, expect, it } from 'vitest';
import { countdown } from '../src/inbox/countdown.ts';
import { contactsOf, EMPTY_CONTACT, readContacts } from '../src/intake/contacts-form.ts';
import { hoursOf, openingsOn, readHours, weekOf } from '../src/intake/hours.ts';
import { formOf, readIntake } from '../src/intake/intake-form.ts';
import { pauseOf } from '../src/intake/pause-state.ts';

const ngo = {
  name: 'Corner Pantry', kind: 'food_pantry', place: { latitude: 34, longitude: -118, address: '1 Main St', region: 'los-angeles' }, priority: 3,
  openingHours: 'Mon 09:00-17:00; Sat 10:00-14:00', dailyCapacityKg: 500, dailySlots: 10, storageClasses: ['ambient'], foodPreferences: [], accepting: true, storageCapacityKg: null,
  contacts: null, accessNotes: null, calendar: { resumesOn: null, pauseReason: '', closures: [], days: [] },
} as unknown as NgoResponse;

describe('opening hours', () => {
  it('of a plain week come back as they were', () => {
    const week = weekOf(ngo.openingHours);
    expect(week?.Mon).toEqual({ opens: '09:00', closes: '17:00' });
    expect(week?.Tue).toBeNull();
    expect(week && hoursOf(week)).toBe(ngo.openingHours);
  });

  it.each(['Mon 09:00-12:00; Mon 14:00-18:00', 'Fri2nd 15:00-17:00', 'Mon 08:00-17:00; By appointment', 'Mon 08:00-17:00; Closed Aug', 'Mondays from nine'])('"%s" stays text', (hours) => {
    expect(weekOf(hours)).toBeNull();
  });

  it('are read part by part', () => {
    expect(readHours('Mon 09:00-12:00; Fri2nd 15:00-17:00; SunLast 10:00-24:00; Closed Aug; By appointment')).toEqual({
      openings: [{ day: 'Mon', week: 0, opens: '09:00', closes: '12:00' }, { day: 'Fri', week: 2, opens: '15:00', closes: '17:00' }, { day: 'Sun', week: -1, opens: '10:00', closes: '24:00' }],
      closures: ['Aug'], byAppointment: true, isWhole: true,
    });
  });

  it.each([
    // A Tuesday; the second Friday; the last Sunday of the month.
    ['Tue 09:00-17:00', '2026-12-01', 1], ['Mon 09:00-17:00', '2026-12-01', 0], ['Fri2nd 15:00-17:00', '2026-12-11', 1], ['Fri2nd 15:00-17:00', '2026-12-04', 0], ['SunLast 10:00-12:00', '2026-12-27', 1], ['SunLast 10:00-12:00', '2026-12-20', 0],
    ['Tue 09:00-17:00; Closed Dec', '2026-12-01', 0], ['Tue 09:00-17:00; Closed Dec 1', '2026-12-01', 0], ['Tue 09:00-17:00; Closed Nov 30-Dec 2', '2026-12-01', 0],
    ['Fri 09:00-17:00; Closed Dec 24-Jan 1', '2027-01-01', 0], ['Tue 09:00-17:00; Closed 2026-12-01 to 2026-12-03', '2026-12-01', 0], ['Tue 09:00-17:00; Closed 2026-12-02', '2026-12-01', 1],
    ['Fri 09:00-17:00; Closed holidays', '2026-12-25', 0], ['Fri 09:00-17:00; Closed holidays', '2026-12-18', 1],
  ])('"%s" on %s are %d openings', (hours, day, count) => {
    expect(openingsOn(readHours(hours), day, ['2026-12-25'])).toHaveLength(count);
  });
});

describe('what a charity can take', () => {
  it('goes out with everything else unchanged', () => {
    const { request } = readIntake({ ...formOf(ngo, 'en'), dailyKg: '1,200' }, { ...ngo, accepting: false }, 'en');
    expect(request).toMatchObject({ dailyCapacityKg: 1200, name: 'Corner Pantry', priority: 3, openingHours: ngo.openingHours, accepting: false });
  });

  it('names what is wrong', () => {
    const form = { ...formOf(ngo, 'en'), slots: '2.5', storage: { ambient: { has: false, kg: '' }, chilled: { has: true, kg: '-1' }, frozen: { has: false, kg: '' } } };
    expect(readIntake(form, ngo, 'en').faults).toEqual({ dailySlots: { message: 'slots' }, 'storageCapacityKg.chilled': { message: 'kg' } });
  });
});

it('a pause ends on its day, or when somebody ends it', () => {
  const paused = (accepting: boolean, resumesOn: string | null) => pauseOf({ accepting, calendar: { ...ngo.calendar, resumesOn } }, '2026-12-01');
  expect(paused(true, null)).toEqual({ state: 'on' });
  expect(paused(true, '2026-12-01')).toEqual({ state: 'on' });
  expect(paused(true, '2026-12-02')).toEqual({ state: 'until', day: '2026-12-02' });
  expect(paused(false, null)).toEqual({ state: 'open-ended' });
});

describe('contacts', () => {
  it('are sent without the rows that nobody filled in', () => {
    const form = { ...contactsOf(ngo), contacts: [{ ...EMPTY_CONTACT, name: ' Ana ', phone: '+1 213 555 0100' }, EMPTY_CONTACT] };
    expect(readContacts(form)).toEqual({ request: { contacts: [{ name: 'Ana', phone: '+1 213 555 0100' }], accessNotes: '' }, faults: {} });
  });

  it('need a name and a way to reach them', () => {
    const form = { ...contactsOf(ngo), contacts: [{ ...EMPTY_CONTACT, phone: '123' }, { ...EMPTY_CONTACT, name: 'Ben' }] };
    expect(readContacts(form)).toEqual({ request: null, faults: { 0: 'name', 1: 'reach' } });
  });
});

it('a countdown shows hours only when there are some', () => {
  expect(countdown(65_000, 0)).toBe('1:05');
  expect(countdown(3_661_000, 0)).toBe('1:01:01');
  expect(countdown(0, 1)).toBeNull();
});

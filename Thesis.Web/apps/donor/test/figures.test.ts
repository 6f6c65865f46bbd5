import type { DonationResponse } from '@thesis/calls';
import { expect, it } from 'vitest';
import { figuresOf, since } from '../src/impact/figures.ts';

const donation = (part: Partial<DonationResponse>) => ({ quantityKg: 100, deliveredKg: 0, lostKg: 0, openKg: 0, status: 'completed', pickupFrom: '2026-11-30T10:00:00Z', ...part }) as DonationResponse;

it('the saved share leaves out what is not settled yet', () => {
  const figures = figuresOf([donation({ deliveredKg: 60, lostKg: 20 }), donation({ status: 'expired', openKg: 20 }), donation({ status: 'open', openKg: 100 })]);
  expect(figures.savedShare).toBe(0.6);
  expect(figures.lostKg).toBe(40);
});

it('a period begins so many days ago', () => {
  const now = Date.parse('2026-12-01T10:00:00Z');
  expect(since([donation({}), donation({ pickupFrom: '2026-10-01T10:00:00Z' })], 30, now)).toHaveLength(1);
});

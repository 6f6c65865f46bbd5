import type { DonationResponse } from '@thesis/calls';
import type { Tone } from '@thesis/ui';

export const STATUSES = ['draft', 'open', 'allocated', 'completed', 'cancelled', 'expired'] as const;

export type DonationStatus = (typeof STATUSES)[number];

export const statusOf = (donation: Pick<DonationResponse, 'status'>): DonationStatus => donation.status as DonationStatus;

export const TONES: Readonly<Record<DonationStatus, Tone>> = { draft: 'plain', open: 'info', allocated: 'good', completed: 'good', cancelled: 'plain', expired: 'warn' };

/** Whether anything of it may still be changed: once something is promised, only until the pickup is over. */
export const mayChange = (donation: Pick<DonationResponse, 'status' | 'reservedKg' | 'pickupUntil'>, now: number): boolean =>
  ['draft', 'open', 'allocated'].includes(donation.status) && (donation.reservedKg === 0 || Date.parse(donation.pickupUntil) > now);

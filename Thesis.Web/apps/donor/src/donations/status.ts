import type { DonationResponse } from '@thesis/calls';
import type { Tone } from '@thesis/ui';

export const STATUSES = ['open', 'allocated', 'completed', 'cancelled', 'expired'] as const;

export type DonationStatus = (typeof STATUSES)[number];

export const statusOf = (donation: DonationResponse): DonationStatus => donation.status as DonationStatus;

export const TONES: Readonly<Record<DonationStatus, Tone>> = { open: 'info', allocated: 'good', completed: 'good', cancelled: 'plain', expired: 'warn' };

import type { DonationResponse } from '@thesis/calls';
import type { Reading } from './donation-form.ts';

/** What follows from saving a change: the name of a message, and the weight that it tells of. */
export interface Consequence {
  readonly message: 'draft' | 'more' | 'less' | 'same' | 'reserved' | 'planned';
  readonly kg: number;
}

/** What will follow when a donation is changed to what the form says. */
export function consequencesOf(donation: DonationResponse, reading: Reading): readonly Consequence[] {
  if (donation.status === 'draft') return [{ message: 'draft', kg: 0 }];
  // To the gram: the form may count in another unit.
  const more = reading.kg === null ? 0 : Math.round((reading.kg - donation.quantityKg) * 1000) / 1000;
  const moved = reading.pickup !== null && reading.goodUntil !== null
    && [[reading.pickup.from, donation.pickupFrom], [reading.pickup.until, donation.pickupUntil], [reading.goodUntil, donation.expiresAt]].some(([now, before]) => minuteOf(now as Date) !== minuteOf(new Date(before as string)));
  const found: Consequence[] = [];
  if (more !== 0) found.push({ message: more > 0 ? 'more' : 'less', kg: Math.abs(more) });
  if (donation.reservedKg > 0) found.push({ message: 'reserved', kg: donation.reservedKg });
  if (more !== 0 || (moved && donation.reservedKg === 0)) found.push({ message: 'planned', kg: 0 });
  return found.length > 0 ? found : [{ message: 'same', kg: 0 }];
}

// The form knows minutes.
const minuteOf = (at: Date): number => Math.floor(at.getTime() / 60_000);

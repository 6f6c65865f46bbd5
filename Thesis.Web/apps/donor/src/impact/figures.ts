import type { DonationResponse } from '@thesis/calls';

/** A meal as food banks count it, kg. */
const MEAL_KG = 0.5443;
/** Emissions of producing food that is then not wasted, kg CO2e per kg (FAO, Food Wastage Footprint). */
const CO2E_PER_KG = 2.5;

export interface ImpactFigures {
  readonly donations: number;
  readonly offeredKg: number;
  readonly deliveredKg: number;
  readonly lostKg: number;
  readonly meals: number;
  readonly co2eKg: number;
  /** Delivered of what is settled, 0 to 1; null when nothing is settled. */
  readonly savedShare: number | null;
}

export function figuresOf(donations: readonly DonationResponse[]): ImpactFigures {
  const sum = (of: (donation: DonationResponse) => number) => donations.reduce((total, donation) => total + of(donation), 0);
  const deliveredKg = sum((d) => d.deliveredKg);
  const expiredKg = sum((d) => (d.status === 'expired' ? d.openKg : 0));
  const settledKg = deliveredKg + expiredKg + sum((d) => d.lostKg);
  return {
    donations: donations.length,
    offeredKg: sum((d) => d.quantityKg),
    deliveredKg,
    lostKg: settledKg - deliveredKg,
    meals: Math.round(deliveredKg / MEAL_KG),
    co2eKg: deliveredKg * CO2E_PER_KG,
    savedShare: settledKg > 0 ? deliveredKg / settledKg : null,
  };
}

/** The donations whose pickup began in the last so many days; 0 is all of them. */
export const since = (donations: readonly DonationResponse[], days: number, now: number): readonly DonationResponse[] =>
  days === 0 ? donations : donations.filter((donation) => Date.parse(donation.pickupFrom) >= now - days * 24 * 3_600_000);

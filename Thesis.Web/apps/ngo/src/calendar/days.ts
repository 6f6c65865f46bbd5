import type { ClosedDays, NgoResponse, OrderResponse, RegionResponse } from '@thesis/calls';
import { addDays, dayIn } from '@thesis/region/clock';
import { openingsOn, readHours, type Opening } from '../intake/hours.ts';
import { STORAGE_CLASSES, type StorageClass } from '../intake/intake-form.ts';

/** When an order is expected: as the driver is, or else from the pickup on. */
export const expectedAt = (order: Pick<OrderResponse, 'deliveredAt' | 'estimatedDeliveryAt' | 'pickupFrom'>): string => order.deliveredAt ?? order.estimatedDeliveryAt ?? order.pickupFrom;

/** An amount of a limit; no limit is null. */
export interface Fill {
  readonly taken: number;
  readonly of: number | null;
}

export interface IntakeDay {
  readonly day: string;
  readonly state: 'open' | 'closed' | 'paused' | 'shut' | 'unknown';
  /** Why it is closed or paused; empty when nobody said. */
  readonly reason: string;
  readonly closure: ClosedDays | null;
  readonly openings: readonly Opening[];
  /** Another amount than usual was set for the day. */
  readonly differs: boolean;
  readonly kg: Fill;
  readonly deliveries: Fill;
  /** The classes that have a limit of their own, or something coming. */
  readonly storage: readonly (Fill & { readonly name: StorageClass })[];
  /** By the time at which they are expected. */
  readonly orders: readonly OrderResponse[];
}

/** Holds the day's room: what waits for an answer does so too. */
const HOLDS_ROOM: readonly string[] = ['proposed', 'accepted', 'assigned', 'picked_up', 'delivered', 'completed'];

/** What a charity takes on each of some days, how much of it is taken already, and what comes. */
export function intakeDays(ngo: NgoResponse, orders: readonly OrderResponse[], region: Pick<RegionResponse, 'timeZone' | 'holidays'> | undefined, first: string, count: number): readonly IntakeDay[] {
  const hours = readHours(ngo.openingHours);
  const expected = [...orders].filter(({ status }) => HOLDS_ROOM.includes(status)).sort((a, b) => expectedAt(a).localeCompare(expectedAt(b)));
  return Array.from({ length: count }, (_, ahead): IntakeDay => {
    const day = addDays(first, ahead);
    const ofDay = expected.filter((order) => dayIn(region?.timeZone, new Date(expectedAt(order))) === day);
    const closure = ngo.calendar.closures.find(({ from, until }) => day >= from && day <= until) ?? null;
    const paused = !ngo.accepting || (ngo.calendar.resumesOn !== null && day < ngo.calendar.resumesOn);
    const other = ngo.calendar.days.find(({ date }) => date === day);
    const openings = openingsOn(hours, day, region?.holidays);
    const sum = (some: readonly OrderResponse[]) => some.reduce((kg, order) => kg + (order.deliveredKg || order.quantityKg), 0);
    return {
      day,
      state: closure ? 'closed' : paused ? 'paused' : openings.length > 0 ? 'open' : hours.openings.length > 0 ? 'shut' : 'unknown',
      reason: (closure ? closure.reason : paused ? ngo.calendar.pauseReason : '') ?? '',
      closure,
      openings,
      differs: other !== undefined,
      kg: { taken: sum(ofDay), of: other?.capacityKg ?? ngo.dailyCapacityKg },
      deliveries: { taken: ofDay.length, of: other?.slots ?? ngo.dailySlots },
      storage: STORAGE_CLASSES.flatMap((name) => {
        const fill = { name, taken: sum(ofDay.filter(({ storageClass }) => storageClass === name)), of: ngo.storageCapacityKg?.[name] ?? null };
        return fill.of !== null ? [fill] : [];
      }),
      orders: ofDay,
    };
  });
}

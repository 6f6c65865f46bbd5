import type { DriverOrderResponse } from '@thesis/calls';
import { distanceKm } from '@thesis/orders/distance';

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

export interface Stop {
  readonly order: DriverOrderResponse;
  readonly kind: 'pickup' | 'dropoff';
  readonly at: Point & { readonly address: string };
  /** Not before, in Unix ms. */
  readonly from: number;
  /** Not after, in Unix ms: the end of the pickup, or when the food spoils. */
  readonly until: number;
}

export interface PlannedStop extends Stop {
  /** From the stop before, or from the driver, as the crow flies; null when it is not known where the driver is. */
  readonly km: number | null;
  /** When the driver would be there, in Unix ms, if they left now. */
  readonly arrival: number;
}

// Roads are about a third longer than the crow's way; city traffic with its lights is about 30 km/h.
const DETOUR = 1.3;
const KM_PER_MS = 30 / 3_600_000;
const SERVICE_MS = 5 * 60_000;
// A minute too late weighs as much as half a kilometre; a kilogram over the vehicle's capacity as much as two.
const KM_PER_LATE_MS = 0.5 / 60_000;
const KM_PER_KG_OVER = 2;

/** An order's stops that are still ahead. */
export function stopsOf(order: DriverOrderResponse): readonly Stop[] {
  const dropoff: Stop = { order, kind: 'dropoff', at: order.dropoff, from: 0, until: Date.parse(order.expiresAt) };
  if (order.status === 'picked_up') return [dropoff];
  if (order.status !== 'assigned') return [];
  return [{ order, kind: 'pickup', at: order.pickup, from: Date.parse(order.pickupFrom), until: Date.parse(order.pickupUntil) }, dropoff];
}

export const placeOf = (stop: Stop): string => (stop.kind === 'pickup' ? stop.order.donorName : stop.order.ngoName);

const travelMs = (km: number): number => (km * DETOUR) / KM_PER_MS;

function timed(stops: readonly Stop[], start: Point | null, now: number): readonly PlannedStop[] {
  let at = start;
  let clock = now;
  return stops.map((stop) => {
    const km = at ? distanceKm(at, stop.at) : null;
    const arrival = Math.max(clock + travelMs(km ?? 0), stop.from);
    at = stop.at;
    clock = arrival + SERVICE_MS;
    return { ...stop, km, arrival };
  });
}

function costOf(stops: readonly Stop[], start: Point | null, now: number, capacityKg: number): number {
  let load = stops.filter((stop) => stop.kind === 'dropoff' && stop.order.status === 'picked_up').reduce((kg, stop) => kg + stop.order.pickedUpKg, 0);
  let cost = 0;
  for (const stop of timed(stops, start, now)) {
    load += stop.kind === 'pickup' ? stop.order.quantityKg : -(stop.order.pickedUpKg || stop.order.quantityKg);
    cost += (stop.km ?? 0) + Math.max(0, stop.arrival - stop.until) * KM_PER_LATE_MS + Math.max(0, load - capacityKg) * KM_PER_KG_OVER;
  }
  return cost;
}

/**
 * A driver's stops in the order of driving: each order is put where it costs least, the most urgent first (cheapest insertion),
 * pickups before their deliveries. At the most ten orders that a driver may have, this is within a few per cent of the best.
 */
export function planStops(orders: readonly DriverOrderResponse[], start: Point | null, now: number, capacityKg: number): readonly PlannedStop[] {
  let route: readonly Stop[] = [];
  const urgentFirst = orders.map(stopsOf).filter((stops) => stops.length > 0).sort((a, b) => (a[0]?.until ?? 0) - (b[0]?.until ?? 0));
  for (const [first, second] of urgentFirst) {
    if (!first) continue;
    let best: readonly Stop[] = route;
    let least = Infinity;
    for (let i = 0; i <= route.length; i++) {
      const withFirst = [...route.slice(0, i), first, ...route.slice(i)];
      for (let j = second ? i + 1 : withFirst.length; j <= withFirst.length; j++) {
        const whole = second ? [...withFirst.slice(0, j), second, ...withFirst.slice(j)] : withFirst;
        const cost = costOf(whole, start, now, capacityKg);
        if (cost < least) [best, least] = [whole, cost];
      }
    }
    route = best;
  }
  return timed(route, start, now);
}

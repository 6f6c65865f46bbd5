import { useTopic, type LiveMessage } from '@thesis/realtime';
import { useState } from 'react';

export interface SeenAt {
  readonly latitude: number;
  readonly longitude: number;
  /** ISO 8601, UTC. */
  readonly time: string;
}

/** Where the driver of an order under way was seen last, live; null before the first sight. */
export function useDriverPosition(orderId: string): SeenAt | null {
  const [seen, setSeen] = useState<SeenAt | null>(null);
  useTopic(`order:${orderId}`, {
    onMessage: (message) => {
      if (message.type !== 'driver.location.updated') return;
      const { positions } = (message as LiveMessage<{ positions: readonly SeenAt[] }>).data;
      const last = positions.at(-1);
      if (last) setSeen((before) => (before && before.time > last.time ? before : last));
    },
  });
  return seen;
}

const EARTH_KM = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Great-circle distance in km (haversine). */
export function distanceKm(a: Point, b: Point): number {
  const dLat = radians(b.latitude - a.latitude);
  const dLon = radians(b.longitude - a.longitude);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(h));
}

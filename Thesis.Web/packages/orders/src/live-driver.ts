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

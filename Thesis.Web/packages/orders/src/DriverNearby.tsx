import type { OrderResponse } from '@thesis/calls';
import { useFormats, useNow } from '@thesis/portal';
import { Text } from '@thesis/ui';
import { distanceKm } from './distance.ts';
import { useDriverPosition } from './live-driver.ts';
import { useOrderText } from './text.ts';

/** How far the driver is from where they are expected next: the donor before the pickup, the charity after it. */
export function DriverNearby({ order }: { readonly order: OrderResponse }) {
  const text = useOrderText();
  const formats = useFormats();
  const now = useNow(10_000);
  const seen = useDriverPosition(order.id);
  if (!seen) return <Text size="sm" c="dimmed">{text('driver.unseen')}</Text>;
  const distance = distanceKm(seen, order.status === 'picked_up' ? order.dropoff : order.pickup);
  return (
    <Text size="sm" fw={600} role="status">
      {text('driver.away', { distance: formats.distance(distance), relative: formats.relative(seen.time, now) })}
    </Text>
  );
}

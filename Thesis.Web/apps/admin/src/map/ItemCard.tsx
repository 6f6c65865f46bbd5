import type { OrderResponse } from '@thesis/calls';
import type { MapItem } from '@thesis/map';
import { OrderBadge } from '@thesis/orders';
import { useFormats } from '@thesis/portal';
import { Button, Card, FromTo, Group, Stack, Text, Title } from '@thesis/ui';
import { useEffect, useRef } from 'react';
import { useText } from '../text.ts';

interface ItemCardProps {
  readonly item: MapItem;
  readonly orders: readonly OrderResponse[];
  readonly onClose: () => void;
}

/** What is known of the thing that was chosen on the map, in the table, or by the address. */
export function ItemCard({ item, orders, onClose }: ItemCardProps) {
  const text = useText();
  const formats = useFormats();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [item.id]);
  const here = orders.filter((order) => [order.donorId, order.ngoId, order.donationId, order.driverId].includes(item.id));
  return (
    <Card label={text('map.chosen')} onKeyDown={(event) => { if (event.key === 'Escape') onClose(); }}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Title order={2} ref={heading} tabIndex={-1}>
            {item.name}
          </Title>
          <Button variant="default" onClick={onClose}>
            {text('map.close')}
          </Button>
        </Group>
        {item.detail && <Text>{item.detail}</Text>}
        <Text fw={600}>{here.length > 0 ? text('map.ordersHere') : text('map.ordersNone')}</Text>
        {here.map((order) => (
          <Group key={order.id} justify="space-between">
            <Text size="sm">
              {formats.weight(order.quantityKg)} {order.title}: <FromTo from={order.donorName} to={order.ngoName} />
            </Text>
            <OrderBadge order={order} />
          </Group>
        ))}
      </Stack>
    </Card>
  );
}

import type { OrderResponse } from '@thesis/calls';
import { DriverNearby, isCarried, OrderBadge } from '@thesis/orders';
import { Link, useFormats, useLocale } from '@thesis/portal';
import { dayNamed, useRegion, ZoneNote } from '@thesis/region';
import { Anchor, Button, Card, EmptyState, FromTo, Group, ListSkeleton, Notice, Screen, Stack, Text, Title } from '@thesis/ui';
import type { ReactNode } from 'react';
import { Confirm } from '../orders/Confirm.tsx';
import { useOrders } from '../orders/order-lists.ts';
import { useText } from '../text.ts';
import { byDay } from './by-day.ts';

/** What comes when: receipts to confirm first, then the accepted food by day. */
export default function Arriving() {
  const text = useText();
  const language = useLocale();
  const orders = useOrders('accepted', 'assigned', 'picked_up', 'delivered');
  const delivered = (orders.data ?? []).filter((order) => order.status === 'delivered');
  const coming = (orders.data ?? []).filter((order) => order.status !== 'delivered');
  const region = useRegion(orders.data?.[0]?.region).data;
  const formats = useFormats(region?.timeZone);
  return (
    <Screen title={text('arriving.title')} lead={text('arriving.lead')} width={720} actions={<Button component={Link} href="/ngo/calendar" variant="default">{text('arriving.calendar')}</Button>}>
      {orders.isPending && <ListSkeleton label={text('loading')} />}
      {orders.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void orders.refetch() }} />}
      {orders.data?.length === 0 && <EmptyState title={text('arriving.none')}>{text('arriving.noneRemedy')}</EmptyState>}
      {delivered.length > 0 && (
        <Stack gap="sm" component="section" aria-label={text('arriving.toConfirm')}>
          <Title order={2}>{text('arriving.toConfirm')}</Title>
          {delivered.map((order) => (
            <Arrival key={order.id} order={order} zone={region?.timeZone}>
              <Confirm order={order} />
            </Arrival>
          ))}
        </Stack>
      )}
      {byDay(coming, region?.timeZone).map(({ day, orders: ofDay }) => {
        const title = text('arriving.day', { day: dayNamed(day, language), weight: formats.weight(ofDay.reduce((kg, order) => kg + order.quantityKg, 0)) });
        return (
          <Stack key={day} gap="sm" component="section" aria-label={title}>
            <Title order={2}>{title}</Title>
            {ofDay.map((order) => (
              <Arrival key={order.id} order={order} zone={region?.timeZone}>
                {isCarried(order) && <DriverNearby order={order} />}
                {isCarried(order) && order.deliveryCode && <Text size="sm" fw={600}>{text('order.code', { code: order.deliveryCode })}</Text>}
                {order.estimatedDeliveryAt && <Text size="sm" fw={600}>{text('arriving.expected', { time: formats.moment(order.estimatedDeliveryAt) })}</Text>}
              </Arrival>
            ))}
          </Stack>
        );
      })}
      <ZoneNote region={region} />
    </Screen>
  );
}

interface ArrivalProps {
  readonly order: OrderResponse;
  readonly zone: string | undefined;
  readonly children: ReactNode;
}

function Arrival({ order, zone, children }: ArrivalProps) {
  const text = useText();
  const formats = useFormats(zone);
  return (
    <Card>
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start">
          <div>
            <Anchor component={Link} href={`/ngo/orders/${order.id}`} fw={700}>
              {formats.weight(order.deliveredKg || order.pickedUpKg || order.quantityKg)} {order.title}
            </Anchor>
            <Text size="sm" c="dimmed">
              <FromTo from={order.donorName} to={order.ngoName} /> · {text('inbox.pickup', { span: formats.span(order.pickupFrom, order.pickupUntil) })}
            </Text>
          </div>
          <OrderBadge order={order} />
        </Group>
        {children}
      </Stack>
    </Card>
  );
}

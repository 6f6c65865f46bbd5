import type { OrderResponse } from '@thesis/calls';
import { lazyWithMessages } from '@thesis/i18n';
import { OrderTimeline } from '@thesis/orders';
import { Link, useFormats, useNow } from '@thesis/portal';
import { Anchor, Button, Group, Stack, Text, Title } from '@thesis/ui';
import { Drawer } from '@thesis/ui/data';
import { Suspense } from 'react';
import { DueBadge } from '../board/DueBadge.tsx';
import { useText } from '../text.ts';
import { Assign } from './Assign.tsx';
import { EndOrder } from './EndOrder.tsx';
import { FromDriver } from './FromDriver.tsx';
import { History } from './History.tsx';
import { Incidents } from './Incidents.tsx';
import { Worth } from './Worth.tsx';

const OrderChat = lazyWithMessages(() => import('@thesis/chat'));

/** One order beside the board: what is known of it, why it is so, and what can be done. Escape closes it. */
export default function OrderDrawer({ order, onClose }: { readonly order: OrderResponse; readonly onClose: () => void }) {
  const text = useText();
  const formats = useFormats();
  const now = useNow(15_000);
  const title = `${formats.weight(order.quantityKg)} ${order.title}`;
  return (
    <Drawer.Root opened onClose={onClose} position="right" size={480}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={title}>
        <Drawer.Body>
          <Stack>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Title order={2}>{title}</Title>
              <Button variant="default" onClick={onClose} style={{ flex: 'none' }}>
                {text('close')}
              </Button>
            </Group>
            <Group>
              <DueBadge order={order} now={now} />
            </Group>
            <div>
              <Text>{text('order.from', { donor: order.donorName, address: order.pickup.address })}</Text>
              <Text>{text('order.to', { ngo: order.ngoName, address: order.dropoff.address })}</Text>
              <Text c="dimmed" size="sm">
                {text('order.window', { span: formats.span(order.pickupFrom, order.pickupUntil), time: formats.moment(order.expiresAt), distance: formats.distance(order.km) })}
              </Text>
            </div>
            <Group>
              <Anchor component={Link} href={`/admin/runs/${order.runId}?region=${order.region}`}>
                {text('order.why')}
              </Anchor>
              <Anchor component={Link} href={`/admin/map?region=${order.region}&chosen=${order.ngoId}`}>
                {text('order.onMap')}
              </Anchor>
            </Group>
            <Incidents order={order} />
            <OrderTimeline order={order} />
            <Worth order={order} />
            <Suspense fallback={null}><OrderChat orderId={order.id} folded /></Suspense>
            {(order.status === 'accepted' || order.status === 'assigned') && <Assign order={order} />}
            {order.status === 'assigned' && <FromDriver order={order} now={now} />}
            <EndOrder order={order} onDone={onClose} />
            <History order={order} />
          </Stack>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

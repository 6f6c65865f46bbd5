import { useQuery } from '@thesis/api';
import { getDonationOptions, getOrderOptions, getOrderQueryKey, type OrderResponse } from '@thesis/calls';
import { lazyWithMessages } from '@thesis/i18n';
import { FoodNotes, isCarried, OrderBadge, OrderNotes, OrderTimeline, OrderWhy, ReportProblem } from '@thesis/orders';
import { Link, useFormats } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import { useRegion, ZoneNote } from '@thesis/region';
import { Anchor, Card, Group, ListSkeleton, Notice, Screen, Stack, Text } from '@thesis/ui';
import { Suspense } from 'react';
import { Proposal } from '../inbox/Proposal.tsx';
import { useText } from '../text.ts';
import { Confirm } from './Confirm.tsx';
import { ORDERS } from './order-lists.ts';
import { Withdraw } from './Withdraw.tsx';

const OrderChat = lazyWithMessages(() => import('@thesis/chat'));

/** One order with everything the charity knows of it. */
export default function OrderPage({ id }: { readonly id: string }) {
  const text = useText();
  const order = useQuery(getOrderOptions({ path: { id } }));
  const region = useRegion(order.data?.region).data;
  useLiveRefresh(`order:${id}`, [getOrderQueryKey({ path: { id } })]);
  return (
    <Screen title={order.data?.title ?? text('nav.arriving')} lead={<Anchor component={Link} href="/ngo/arriving" className="thesis-back">{text('order.back')}</Anchor>} width={720}>
      {order.isPending && <ListSkeleton label={text('loading')} />}
      {order.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void order.refetch() }}>{(order.error as Error).message}</Notice>}
      {order.data?.status === 'proposed' && <Proposal order={order.data} />}
      {order.data && isCarried(order.data) && order.data.deliveryCode && (
        <Notice tone="info" title={text('order.code', { code: order.data.deliveryCode })}>{text('order.codeHint')}</Notice>
      )}
      {order.data?.status === 'delivered' && <Card><Confirm order={order.data} /></Card>}
      {order.data && <Details order={order.data} zone={region?.timeZone} />}
      {order.data && <Suspense fallback={<ListSkeleton label={text('loading')} rows={1} />}><OrderChat orderId={id} /></Suspense>}
      {(order.data?.status === 'accepted' || order.data?.status === 'assigned') && <Withdraw order={order.data} />}
      {order.data && order.data.status !== 'proposed' && <ReportProblem order={order.data} refreshes={[[ORDERS]]} />}
      <ZoneNote region={region} />
    </Screen>
  );
}

function Details({ order, zone }: { readonly order: OrderResponse; readonly zone: string | undefined }) {
  const text = useText();
  const formats = useFormats(zone);
  // What the donor said of the food; without it the rest of the page stands.
  const donation = useQuery({ ...getDonationOptions({ path: { id: order.donationId } }), enabled: order.status !== 'proposed' }).data;
  return (
    <Card label={text('order.details')}>
      <Stack>
        <Group justify="space-between">
          <Text fw={700}>{formats.weight(order.quantityKg)}</Text>
          <OrderBadge order={order} />
        </Group>
        <div>
          <Text>{text('order.from', { donor: order.donorName, address: order.pickup.address })}</Text>
          <Text>{text('order.to', { ngo: order.ngoName, address: order.dropoff.address })}</Text>
          <Text c="dimmed" size="sm">
            {text('inbox.good', { time: formats.moment(order.expiresAt) })} · {formats.distance(order.km)}
          </Text>
        </div>
        {donation && <FoodNotes donation={donation} />}
        <OrderWhy order={order} />
        <OrderTimeline order={order} zone={zone} />
        <OrderNotes order={order} zone={zone} />
      </Stack>
    </Card>
  );
}

import { useQuery } from '@thesis/api';
import { getDonationOptions, getDonationQueryKey, listOrdersOptions, listOrdersQueryKey, type DonationResponse, type OrderResponse } from '@thesis/calls';
import { lazyWithMessages } from '@thesis/i18n';
import { FoodNotes, isUnderWay, OrderBadge, OrderNotes, OrderTimeline, OrderWhy, ReportProblem } from '@thesis/orders';
import { Link, useFormats } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import { useRegion, ZoneNote } from '@thesis/region';
import { Anchor, Box, Button, Card, Figure, Group, ListSkeleton, Notice, Screen, SimpleGrid, Stack, StatusBadge, Text, Title } from '@thesis/ui';
import { Suspense, useState } from 'react';
import type { FoodType, StorageClass } from '../post/food.ts';
import { useText } from '../text.ts';
import { amountOf } from './amount.ts';
import { CallOff } from './CallOff.tsx';
import { Draft } from './Draft.tsx';
import { mayChange, statusOf, TONES } from './status.ts';
import { Withdraw } from './Withdraw.tsx';

const OrderChat = lazyWithMessages(() => import('@thesis/chat'));

/** One donation: how much of it is where, and a timeline for each charity that gets some. Live. */
export function DonationPage({ id }: { readonly id: string }) {
  const text = useText();
  const ofIt = { query: { donationId: id, pageSize: 100 } };
  const donation = useQuery(getDonationOptions({ path: { id } }));
  const orders = useQuery(listOrdersOptions(ofIt));
  const region = useRegion(donation.data?.place.region).data;
  useLiveRefresh(`donation:${id}`, [getDonationQueryKey({ path: { id } }), listOrdersQueryKey(ofIt)]);
  const isDraft = donation.data?.status === 'draft';
  return (
    <Screen
      title={donation.data?.title ?? text('nav.donations')}
      lead={<Anchor component={Link} href="/donor" className="thesis-back">{text('back')}</Anchor>}
    >
      {donation.isPending && <ListSkeleton label={text('loading')} />}
      {donation.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void donation.refetch() }}>{(donation.error as Error).message}</Notice>}
      {donation.data && isDraft && <Draft donation={donation.data} zone={region?.timeZone} />}
      {donation.data && <Summary donation={donation.data} orders={orders.data?.items ?? []} zone={region?.timeZone} />}
      {donation.data && !isDraft && (
        <Stack gap="sm">
          <Title order={2}>{text('detail.parts')}</Title>
          {orders.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void orders.refetch() }} />}
          {orders.data?.items.length === 0 && statusOf(donation.data) === 'open' && <Notice tone="info">{text('detail.searching')}</Notice>}
          {orders.data?.items.length === 0 && statusOf(donation.data) !== 'open' && <Text c="dimmed">{text('detail.nobody')}</Text>}
          {orders.data?.items.map((order) => <Part key={order.id} order={order} zone={region?.timeZone} />)}
        </Stack>
      )}
      <ZoneNote region={region} />
    </Screen>
  );
}

interface SummaryProps {
  readonly donation: DonationResponse;
  readonly orders: readonly OrderResponse[];
  readonly zone: string | undefined;
}

function Summary({ donation, orders, zone }: SummaryProps) {
  const text = useText();
  const formats = useFormats(zone);
  const status = statusOf(donation);
  const parts = [['offered', donation.quantityKg], ['open', donation.openKg], ['promised', donation.reservedKg], ['delivered', donation.deliveredKg], ['lost', donation.lostKg]] as const;
  return (
    <Card>
      <Stack>
        <Group justify="space-between">
          <StatusBadge tone={TONES[status]}>{text(`status.${status}`)}</StatusBadge>
          <Group gap="xs">
            {status !== 'draft' && <Button component={Link} href={`/donor/post?like=${donation.id}`} variant="default">{text('donations.repeat')}</Button>}
            {status !== 'draft' && <Button component={Link} href={`/donor/recurring/new?like=${donation.id}`} variant="default">{text('detail.repeatOften')}</Button>}
            {mayChange(donation, Date.now()) && (
              <Button component={Link} href={`/donor/donations/${donation.id}/edit`} variant="default">{text('detail.edit')}</Button>
            )}
          </Group>
        </Group>
        <SimpleGrid component="dl" cols={{ base: 2, xs: 3, sm: 5 }} m={0}>
          {parts.filter(([, kg], index) => index === 0 || kg > 0).map(([name, kg]) => <Figure key={name} label={text(`detail.${name}`)} value={formats.weight(kg)} />)}
        </SimpleGrid>
        {donation.tooSmallToPlaceKg > 0 && <Notice tone="warn">{text('detail.tooSmall', { weight: formats.weight(donation.tooSmallToPlaceKg) })}</Notice>}
        <Text>
          {amountOf(donation, formats, text)} · {donation.donorName}, {donation.place.address}
        </Text>
        <Text c="dimmed">
          {text('detail.pickup')}: {formats.span(donation.pickupFrom, donation.pickupUntil)} · {text('detail.good')}: {formats.moment(donation.expiresAt)}
        </Text>
        <Text size="sm">
          {text(`food.${donation.foodType as FoodType}`)} · {text(`storage.${donation.storageClass as StorageClass}`)}
        </Text>
        <FoodNotes donation={donation} />
        {(status === 'open' || status === 'allocated') && <Withdraw donation={donation} orders={orders} />}
      </Stack>
    </Card>
  );
}

function Part({ order, zone }: { readonly order: OrderResponse; readonly zone: string | undefined }) {
  const text = useText();
  const formats = useFormats();
  const [open, setOpen] = useState(isUnderWay(order));
  return (
    <Card>
      <Group justify="space-between" mb="md">
        <Box>
          <Title order={3}>{text('detail.to', { weight: formats.weight(order.quantityKg), ngo: order.ngoName })}</Title>
          <Text size="sm" c="dimmed">
            {text('detail.distance', { distance: formats.distance(order.km) })}
          </Text>
          <OrderWhy order={order} />
        </Box>
        <OrderBadge order={order} />
      </Group>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{text('detail.steps')}</summary>
        {open && (
          <Stack gap="md" mt="sm">
            <OrderTimeline order={order} zone={zone} />
            <OrderNotes order={order} zone={zone} />
            <Group gap="xs" align="flex-start">
              <ReportProblem order={order} />
              {['proposed', 'accepted', 'assigned'].includes(order.status) && <CallOff order={order} />}
            </Group>
          </Stack>
        )}
      </details>
      <Suspense fallback={null}><Box mt="md"><OrderChat orderId={order.id} folded /></Box></Suspense>
    </Card>
  );
}

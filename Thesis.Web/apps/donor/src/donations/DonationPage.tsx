import { useQuery } from '@thesis/api';
import { getDonationOptions, getDonationQueryKey, listOrdersOptions, listOrdersQueryKey, type DonationResponse, type OrderResponse } from '@thesis/calls';
import { isUnderWay, OrderBadge, OrderTimeline } from '@thesis/orders';
import { Link, useFormats } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import { Anchor, Box, Button, Card, Figure, Group, ListSkeleton, Notice, Screen, SimpleGrid, Stack, StatusBadge, Text, Title } from '@thesis/ui';
import { useText } from '../text.ts';
import { statusOf, TONES } from './status.ts';
import { Withdraw } from './Withdraw.tsx';

/** One donation: how much of it is where, and a timeline for each charity that gets some. Live. */
export function DonationPage({ id }: { readonly id: string }) {
  const text = useText();
  const ofIt = { query: { donationId: id, pageSize: 100 } };
  const donation = useQuery(getDonationOptions({ path: { id } }));
  const orders = useQuery(listOrdersOptions(ofIt));
  useLiveRefresh(`donation:${id}`, [getDonationQueryKey({ path: { id } }), listOrdersQueryKey(ofIt)]);
  return (
    <Screen
      title={donation.data?.title ?? text('nav.donations')}
      lead={<Anchor component={Link} href="/donor" className="thesis-back">{text('back')}</Anchor>}
    >
      {donation.isPending && <ListSkeleton label={text('loading')} />}
      {donation.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void donation.refetch() }}>{(donation.error as Error).message}</Notice>}
      {donation.data && <Summary donation={donation.data} orders={orders.data?.items ?? []} />}
      {donation.data && (
        <Stack gap="sm">
          <Title order={2}>{text('detail.parts')}</Title>
          {orders.data?.items.length === 0 && statusOf(donation.data) === 'open' && <Notice tone="info">{text('detail.searching')}</Notice>}
          {orders.data?.items.map((order) => <Part key={order.id} order={order} />)}
        </Stack>
      )}
    </Screen>
  );
}

function Summary({ donation, orders }: { readonly donation: DonationResponse; readonly orders: readonly OrderResponse[] }) {
  const text = useText();
  const formats = useFormats();
  const status = statusOf(donation);
  const parts = [['offered', donation.quantityKg], ['open', donation.openKg], ['promised', donation.reservedKg], ['delivered', donation.deliveredKg], ['lost', donation.lostKg]] as const;
  return (
    <Card>
      <Stack>
        <Group justify="space-between">
          <StatusBadge tone={TONES[status]}>{text(`status.${status}`)}</StatusBadge>
          <Group gap="xs">
            <Button component={Link} href={`/donor/post?like=${donation.id}`} variant="default">{text('donations.repeat')}</Button>
            {status === 'open' && donation.openKg === donation.quantityKg && (
              <Button component={Link} href={`/donor/donations/${donation.id}/edit`} variant="default">{text('detail.edit')}</Button>
            )}
          </Group>
        </Group>
        <SimpleGrid component="dl" cols={{ base: 2, xs: 3, sm: 5 }} m={0}>
          {parts.filter(([, kg], index) => index === 0 || kg > 0).map(([name, kg]) => <Figure key={name} label={text(`detail.${name}`)} value={formats.weight(kg)} />)}
        </SimpleGrid>
        <Text>
          {donation.donorName}, {donation.place.address}
        </Text>
        <Text c="dimmed">
          {text('detail.pickup')}: {formats.span(donation.pickupFrom, donation.pickupUntil)} · {text('detail.good')}: {formats.moment(donation.expiresAt)}
        </Text>
        {(status === 'open' || status === 'allocated') && <Withdraw donation={donation} orders={orders} />}
      </Stack>
    </Card>
  );
}

function Part({ order }: { readonly order: OrderResponse }) {
  const text = useText();
  const formats = useFormats();
  return (
    <Card>
      <Group justify="space-between" mb="md">
        <Box>
          <Title order={3}>{text('detail.to', { weight: formats.weight(order.quantityKg), ngo: order.ngoName })}</Title>
          <Text size="sm" c="dimmed">
            {text('detail.distance', { distance: formats.distance(order.km) })}
          </Text>
        </Box>
        <OrderBadge order={order} />
      </Group>
      <details open={isUnderWay(order)}>
        <summary>{text('detail.steps')}</summary>
        <OrderTimeline order={order} />
      </details>
    </Card>
  );
}

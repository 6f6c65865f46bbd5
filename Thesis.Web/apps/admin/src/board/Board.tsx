import { allPages, useQuery } from '@thesis/api';
import { listOrders, type OrderResponse } from '@thesis/calls';
import { Link, useFormats, useNow, useSearchParams } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import { Button, Card, EmptyState, FromTo, Group, ListSkeleton, Notice, SimpleGrid, Stack, Text, Title } from '@thesis/ui';
import { lazy, Suspense, useState } from 'react';
import { RegionScreen } from '../RegionScreen.tsx';
import { useText } from '../text.ts';
import { BoardFilters, useBoardFilter } from './BoardFilters.tsx';
import { DueBadge } from './DueBadge.tsx';
import { filterOrders, pressureOf, dueOf } from './due.ts';

const OrderDrawer = lazy(() => import('../orders/OrderDrawer.tsx'));

const COLUMNS = ['proposed', 'accepted', 'assigned', 'picked_up'] as const;
const STEP = 30;
const TICK_MS = 15_000;

/** The orders under way by state, what is due first in front; live. What is shown is in the address. */
export function Board() {
  const text = useText();
  return <RegionScreen title={text('board.title')}>{(region) => <Orders key={region} region={region} />}</RegionScreen>;
}

function Orders({ region }: { readonly region: string }) {
  const text = useText();
  const formats = useFormats();
  const now = useNow(TICK_MS);
  const [filter] = useBoardFilter();
  const [search, setSearch] = useSearchParams();
  const key = ['board', region];
  const orders = useQuery({
    queryKey: key,
    // The list takes one state at a time.
    queryFn: async () => (await Promise.all(COLUMNS.map((status) => allPages((page) => listOrders({ query: { region, status, ...page } }))))).flat(),
  });
  useLiveRefresh(`region:${region}`, [key]);
  if (orders.isPending) return <ListSkeleton label={text('loading')} />;
  if (orders.isError) return <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void orders.refetch() }} />;
  if (orders.data.length === 0) return <EmptyState title={text('board.none')}>{text('board.noneRemedy')}</EmptyState>;
  const shown = filterOrders(orders.data, filter, now);
  const breached = orders.data.filter((order) => pressureOf(dueOf(order), now) === 'breached').length;
  const chosen = orders.data.find((order) => order.id === search.get('order'));
  return (
    <Stack>
      <BoardFilters />
      <Text size="sm" role="status" {...(breached > 0 ? { c: 'var(--thesis-bad)', fw: 700 } : { c: 'dimmed' })}>
        {text('board.shown', { shown: formats.number(shown.length), total: formats.number(orders.data.length) })}
        {breached > 0 && ` · ${text('board.breached', { count: breached })}`}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
        {COLUMNS.map((status) => <Column key={status} title={text(`status.${status}`)} orders={shown.filter((order) => order.status === status)} now={now} />)}
      </SimpleGrid>
      {chosen && (
        <Suspense fallback={null}>
          <OrderDrawer
            order={chosen}
            onClose={() => setSearch((old) => {
              old.delete('order');
              return old;
            })}
          />
        </Suspense>
      )}
    </Stack>
  );
}

function Column({ title, orders, now }: { readonly title: string; readonly orders: readonly OrderResponse[]; readonly now: number }) {
  const text = useText();
  const formats = useFormats();
  const [most, setMost] = useState(STEP);
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Title order={2}>
        {title} ({formats.number(orders.length)})
      </Title>
      {orders.slice(0, most).map((order) => <OrderCard key={order.id} order={order} now={now} />)}
      {orders.length > most && (
        <Button variant="default" onClick={() => setMost(most + STEP)}>
          {text('more')}
        </Button>
      )}
    </Stack>
  );
}

function OrderCard({ order, now }: { readonly order: OrderResponse; readonly now: number }) {
  const formats = useFormats();
  const [search] = useSearchParams();
  const there = new URLSearchParams(search);
  there.set('order', order.id);
  return (
    <Link href={`/admin?${there}`} className="order-link">
      <Card p="sm">
        <Stack gap={4}>
          <Text fw={700}>
            {formats.weight(order.quantityKg)} {order.title}
          </Text>
          <Text size="sm" c="dimmed">
            <FromTo from={order.donorName} to={order.ngoName} />
          </Text>
          <Group>
            <DueBadge order={order} now={now} />
          </Group>
        </Stack>
      </Card>
    </Link>
  );
}

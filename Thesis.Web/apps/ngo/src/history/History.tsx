import { allPages, useInfiniteQuery } from '@thesis/api';
import { listOrders } from '@thesis/calls';
import { ENDS, OrderBadge, saveCsv, useOrderText } from '@thesis/orders';
import { Link, useFormats, useSearchParams } from '@thesis/portal';
import { Anchor, Button, Card, EmptyState, FromTo, Group, ListSkeleton, Notice, Screen, Stack, Text } from '@thesis/ui';
import { NativeSelect } from '@thesis/ui/forms';
import { useState } from 'react';
import { ORDERS } from '../orders/order-lists.ts';
import { useText } from '../text.ts';

const PAGE = 25;
const STATUSES = ['completed', 'delivered', ...ENDS] as const;

/** What was received and what did not come, with the reason; `?status=` shows one kind. */
export default function History() {
  const text = useText();
  const orderText = useOrderText();
  const formats = useFormats();
  const [search, setSearch] = useSearchParams();
  const status = search.get('status') ?? '';
  const orders = useInfiniteQuery({
    queryKey: [ORDERS, 'history', status],
    queryFn: async ({ pageParam }) => (await listOrders({ query: { pageSize: PAGE, ...(status ? { status } : {}), ...(pageParam ? { pageToken: pageParam } : {}) } })).data,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextPageToken,
  });
  const items = orders.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Screen title={text('history.title')} lead={text('history.lead')} width={720} actions={<Download status={status} />}>
      <NativeSelect
        label={text('history.filter')}
        maw={320}
        value={status}
        data={[{ value: '', label: text('history.all') }, ...STATUSES.map((value) => ({ value, label: orderText(`status.${value}`) }))]}
        onChange={(event) => setSearch(event.currentTarget.value === '' ? {} : { status: event.currentTarget.value })}
      />
      {orders.isPending && <ListSkeleton label={text('loading')} />}
      {orders.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void orders.refetch() }} />}
      {orders.isSuccess && items.length === 0 && <EmptyState title={text('history.none')}>{text('history.noneRemedy')}</EmptyState>}
      <Stack gap="sm">
        {items.map((order) => (
          <Card key={order.id}>
            <Group justify="space-between" align="flex-start">
              <div>
                <Anchor component={Link} href={`/ngo/orders/${order.id}`} fw={700}>
                  {order.title}
                </Anchor>
                <Text size="sm" c="dimmed">
                  {formats.moment(order.updatedAt)} · <FromTo from={order.donorName} to={order.ngoName} />
                </Text>
                <Text size="sm">{order.deliveredKg > 0 ? text('history.received', { weight: formats.weight(order.deliveredKg) }) : formats.weight(order.quantityKg)}</Text>
                {order.reason && <Text size="sm">{order.reason}</Text>}
              </div>
              <OrderBadge order={order} />
            </Group>
          </Card>
        ))}
      </Stack>
      {orders.hasNextPage && (
        <Button variant="default" loading={orders.isFetchingNextPage} onClick={() => void orders.fetchNextPage()}>
          {text('more')}
        </Button>
      )}
    </Screen>
  );
}

/** Everything of the chosen kind as a file, not only what is on the screen. */
function Download({ status }: { readonly status: string }) {
  const text = useText();
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const orders = await allPages((page) => listOrders({ query: { ...(status ? { status } : {}), ...page } }));
      saveCsv(`deliveries-${new Date().toISOString().slice(0, 10)}.csv`, [
        ['id', 'updated_at', 'donor', 'ngo', 'title', 'food_type', 'planned_kg', 'picked_up_kg', 'delivered_kg', 'status', 'reason'],
        ...orders.map((o) => [o.id, o.updatedAt, o.donorName, o.ngoName, o.title, o.foodType, o.quantityKg, o.pickedUpKg, o.deliveredKg, o.status, o.reason]),
      ]);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="default" loading={busy} onClick={() => void download()}>
      {text('history.csv')}
    </Button>
  );
}

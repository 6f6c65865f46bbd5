import { allPages, useInfiniteQuery } from '@thesis/api';
import { listOrders } from '@thesis/calls';
import { ENDS, OrderBadge, saveCsv, useOrderText } from '@thesis/orders';
import { Link, useFormats, useSearchParams } from '@thesis/portal';
import { useRegion } from '@thesis/region';
import { Anchor, Button, Card, EmptyState, FromTo, Group, ListSkeleton, Notice, Screen, SimpleGrid, Stack, Text, toast } from '@thesis/ui';
import { NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useOurs } from '../our-organisations.ts';
import { ORDERS } from '../orders/order-lists.ts';
import { useText } from '../text.ts';
import { filtersOf, isWrong, queryOf } from './filters.ts';

const PAGE = 25;
const STATUSES = ['completed', 'delivered', ...ENDS] as const;

/** What was received and what did not come, with the reason; `?status=`, `?from=` and `?until=` narrow it. */
export default function History() {
  const text = useText();
  const orderText = useOrderText();
  const ours = useOurs();
  const zone = useRegion(ours.data?.[0]?.place.region).data?.timeZone;
  const formats = useFormats(zone);
  const [search, setSearch] = useSearchParams();
  const filters = filtersOf(search);
  const wrong = isWrong(filters);
  const query = queryOf(filters, zone);
  const orders = useInfiniteQuery({
    queryKey: [ORDERS, 'history', query],
    queryFn: async ({ pageParam }) => (await listOrders({ query: { pageSize: PAGE, ...query, ...(pageParam ? { pageToken: pageParam } : {}) } })).data,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextPageToken,
    enabled: !wrong,
  });
  const items = orders.data?.pages.flatMap((page) => page.items) ?? [];
  const narrow = (name: string, value: string) => setSearch((old) => {
    if (value === '') old.delete(name);
    else old.set(name, value);
    return old;
  }, { replace: true });
  const isNarrowed = Object.values(filters).some((value) => value !== '');
  return (
    <Screen
      title={text('history.title')}
      lead={text('history.lead')}
      width={720}
      actions={
        <>
          <Button component={Link} href="/ngo/impact" variant="default">{text('history.toImpact')}</Button>
          <Download query={query} />
        </>
      }
    >
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <NativeSelect
          label={text('history.filter')}
          value={filters.status}
          data={[{ value: '', label: text('history.all') }, ...STATUSES.map((value) => ({ value, label: orderText(`status.${value}`) }))]}
          onChange={(event) => narrow('status', event.currentTarget.value)}
        />
        <TextInput type="date" label={text('history.from')} value={filters.from} onChange={(event) => narrow('from', event.currentTarget.value)} />
        <TextInput type="date" label={text('history.until')} value={filters.until} onChange={(event) => narrow('until', event.currentTarget.value)} error={wrong ? text('history.wrong') : undefined} />
      </SimpleGrid>
      {!wrong && orders.isPending && <ListSkeleton label={text('loading')} />}
      {orders.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void orders.refetch() }} />}
      {orders.isSuccess && items.length === 0 && (
        <EmptyState title={text(isNarrowed ? 'history.noneSuch' : 'history.none')} action={isNarrowed ? <Button variant="default" onClick={() => setSearch({})}>{text('history.clear')}</Button> : undefined}>
          {!isNarrowed && text('history.noneRemedy')}
        </EmptyState>
      )}
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
function Download({ query }: { readonly query: ReturnType<typeof queryOf> }) {
  const text = useText();
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const orders = await allPages((page) => listOrders({ query: { ...query, ...page } }));
      saveCsv(`deliveries-${new Date().toISOString().slice(0, 10)}.csv`, [
        ['id', 'updated_at', 'donor', 'ngo', 'title', 'food_type', 'planned_kg', 'picked_up_kg', 'delivered_kg', 'status', 'reason'],
        ...orders.map((o) => [o.id, o.updatedAt, o.donorName, o.ngoName, o.title, o.foodType, o.quantityKg, o.pickedUpKg, o.deliveredKg, o.status, o.reason]),
      ]);
    } catch {
      void toast(text('history.csvFailed'), 'bad');
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

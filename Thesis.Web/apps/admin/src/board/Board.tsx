import { useQuery } from '@thesis/api';
import { listOrdersOptions, listOrdersQueryKey, type OrderView } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import { Card, EmptyState, ListSkeleton, Notice, Screen, SimpleGrid, Stack, Text, Title } from '@thesis/ui';
import { useText } from '../text.ts';

const LATEST = { query: { pageSize: 200 } } as const;
const COLUMNS = ['proposed', 'accepted', 'assigned', 'picked_up'] as const;

/** The orders under way by state, live. */
export function Board() {
  const text = useText();
  const orders = useQuery(listOrdersOptions(LATEST));
  const items = orders.data?.items ?? [];
  const region = items[0]?.region ?? null;
  useLiveRefresh(region && `region:${region}`, [listOrdersQueryKey(LATEST)]);
  return (
    <Screen title={text('board.title')} width={1400}>
      {orders.isPending && <ListSkeleton label={text('loading')} />}
      {orders.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void orders.refetch() }} />}
      {orders.data && items.length === 0 && <EmptyState title={text('board.none')}>{text('board.noneRemedy')}</EmptyState>}
      {items.length > 0 && (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
          {COLUMNS.map((status) => (
            <Column key={status} title={text(`status.${status}`)} orders={items.filter((order) => order.status === status)} />
          ))}
        </SimpleGrid>
      )}
    </Screen>
  );
}

function Column({ title, orders }: { readonly title: string; readonly orders: readonly OrderView[] }) {
  const formats = useFormats();
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Title order={2}>
        {title} ({orders.length})
      </Title>
      {orders.map((order) => (
        <Card key={order.id}>
          <Text fw={700}>
            {formats.weight(order.quantityKg)} {order.title}
          </Text>
          <Text size="sm" c="dimmed">
            {order.donorName} → {order.ngoName}
          </Text>
        </Card>
      ))}
    </Stack>
  );
}

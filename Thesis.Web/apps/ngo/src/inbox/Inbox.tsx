import { useCommand, useQuery } from '@thesis/api';
import { acceptOrder, listOrdersOptions, listOrdersQueryKey, type OrderView } from '@thesis/api/calls';
import { useFormats, useNow, useUser } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import { Button, Card, EmptyState, Group, ListSkeleton, Notice, Screen, Stack, Text, toast } from '@thesis/ui';
import { useText } from '../text.ts';

const PROPOSED = { query: { status: 'proposed', pageSize: 50 } } as const;

/** Food that waits for the charity's answer, live. */
export function Inbox() {
  const text = useText();
  const user = useUser();
  const orders = useQuery(listOrdersOptions(PROPOSED));
  useLiveRefresh(`user:${user.subject}`, [listOrdersQueryKey(PROPOSED)]);
  return (
    <Screen title={text('inbox.title')} lead={text('inbox.lead')}>
      {orders.isPending && <ListSkeleton label={text('loading')} />}
      {orders.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void orders.refetch() }} />}
      {orders.data?.items.length === 0 && <EmptyState title={text('inbox.none')}>{text('inbox.noneRemedy')}</EmptyState>}
      <Stack gap="sm">{orders.data?.items.map((order) => <Proposal key={order.id} order={order} />)}</Stack>
    </Screen>
  );
}

function Proposal({ order }: { readonly order: OrderView }) {
  const text = useText();
  const formats = useFormats();
  const now = useNow();
  const accept = useCommand({
    name: `accept-${order.id}`,
    send: async (_: null, key) => (await acceptOrder({ path: { id: order.id }, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => toast(text('inbox.accepted', { title: order.title })),
    refreshes: [listOrdersQueryKey(PROPOSED)],
  });
  return (
    <Card label={order.title}>
      <Group justify="space-between">
        <div>
          <Text fw={700}>
            {formats.weight(order.quantityKg)} {order.title}
          </Text>
          <Text size="sm" c="dimmed">
            {order.donorName} → {order.ngoName} · {text('inbox.answer', { when: formats.relative(order.respondBy, now) })}
          </Text>
        </div>
        <Button onClick={() => accept.run(null)} loading={accept.busy}>
          {text('inbox.accept')}
        </Button>
      </Group>
      {accept.error && <Notice tone="bad">{accept.error.message}</Notice>}
    </Card>
  );
}

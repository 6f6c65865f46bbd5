import { useCommand, useInfiniteQuery } from '@thesis/api';
import { listDeliveries, replayDelivery, type DeliveryResponse } from '@thesis/calls';
import { useFormats, useNow } from '@thesis/portal';
import { Box, Button, Card, EmptyState, Group, ListSkeleton, Notice, Stack, StatusBadge, Text, Title, toast, type Tone } from '@thesis/ui';
import { NativeSelect, TextInput } from '@thesis/ui/forms';
import { useAddress } from '../address.ts';
import { useText } from '../text.ts';

const TONES = { waiting: 'info', sent: 'good', kept: 'plain', skipped: 'warn', failed: 'bad' } as const satisfies Readonly<Record<string, Tone>>;
const STATUSES = ['waiting', 'sent', 'kept', 'skipped', 'failed'] as const;
const CHANNELS = ['email', 'push'] as const;
const AGAIN_MS = 15_000;

/** Each notification's way by mail or push: whether it went out, how often it was tried, and what the last attempt failed with. */
export function Deliveries() {
  const text = useText();
  const [of, put] = useAddress();
  const query = Object.fromEntries(['status', 'channel', 'user'].map((name) => [name, of(name).trim()] as const).filter(([, value]) => value !== ''));
  const found = useInfiniteQuery({
    queryKey: ['deliveries', query],
    queryFn: async ({ pageParam }) => (await listDeliveries({ query: { pageSize: 25, ...query, ...(pageParam ? { pageToken: pageParam } : {}) } })).data,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextPageToken,
    refetchInterval: AGAIN_MS,
  });
  const deliveries = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack>
      <Group align="flex-end">
        <NativeSelect label={text('messages.status')} value={of('status')} data={[{ value: '', label: text('messages.anyStatus') }, ...STATUSES.map((value) => ({ value, label: text(`messages.is.${value}`) }))]} onChange={(event) => put({ status: event.currentTarget.value })} />
        <NativeSelect label={text('messages.channel')} value={of('channel')} data={[{ value: '', label: text('messages.anyChannel') }, ...CHANNELS.map((value) => ({ value, label: text(`messages.by.${value}`) }))]} onChange={(event) => put({ channel: event.currentTarget.value })} />
        <TextInput label={text('messages.user')} type="search" maxLength={200} value={of('user')} onChange={(event) => put({ user: event.currentTarget.value })} style={{ flex: '1 1 200px' }} />
      </Group>
      {found.isPending && <ListSkeleton label={text('loading')} />}
      {found.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void found.refetch() }}>{found.error.message}</Notice>}
      {found.isSuccess && deliveries.length === 0 && <EmptyState title={text('messages.none')}>{text('messages.noneRemedy')}</EmptyState>}
      {deliveries.map((delivery) => <DeliveryCard key={delivery.id} delivery={delivery} />)}
      {found.hasNextPage && <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{text('more')}</Button>}
    </Stack>
  );
}

function DeliveryCard({ delivery }: { readonly delivery: DeliveryResponse }) {
  const text = useText();
  const formats = useFormats();
  const now = useNow(AGAIN_MS);
  const replay = useCommand({
    name: `delivery.${delivery.id}`,
    send: async (_: null, key) => (await replayDelivery({ path: { id: delivery.id }, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('messages.replayed')),
    refreshes: [['deliveries']],
  });
  const status = STATUSES.find((one) => one === delivery.status);
  const channel = CHANNELS.find((one) => one === delivery.channel);
  return (
    <Card p="sm">
      <Group justify="space-between" align="flex-start">
        <Box flex={1} miw={220}>
          <Group gap="xs">
            <Title order={2} size="h4">{delivery.title}</Title>
            <StatusBadge tone={status ? TONES[status] : 'plain'}>{status ? text(`messages.is.${status}`) : delivery.status}</StatusBadge>
          </Group>
          <Text size="sm" c="dimmed">
            {channel ? text(`messages.by.${channel}`) : delivery.channel} · {delivery.user} · {formats.moment(delivery.createdAt)}
          </Text>
          {delivery.attempts > 0 && <Text size="sm">{text('messages.attempts', { count: delivery.attempts })}</Text>}
          {delivery.dueAt && <Text size="sm">{text('messages.due', { relative: formats.relative(delivery.dueAt, now) })}</Text>}
          {delivery.detail && <Text size="sm" lang="en" dir="ltr" style={{ overflowWrap: 'anywhere' }}>{delivery.detail}</Text>}
        </Box>
        {['failed', 'skipped', 'kept'].includes(delivery.status) && (
          <Button variant="default" loading={replay.busy} aria-label={text('messages.sendAgainWhat', { title: delivery.title })} onClick={() => replay.run(null)}>
            {text('messages.sendAgain')}
          </Button>
        )}
      </Group>
      {replay.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
      {replay.error && <Notice tone="bad">{replay.error.message}</Notice>}
    </Card>
  );
}

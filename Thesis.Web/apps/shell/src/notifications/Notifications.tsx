import { useCommand, useInfiniteQuery } from '@thesis/api';
import { countUnreadNotificationsOptions, listNotifications, readAllNotifications, readNotification, type NotificationResponse } from '@thesis/calls';
import { useFormats, useLocation, useNow, useUser } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import { Button, Card, EmptyState, ListSkeleton, Notice, Screen, Stack, Text, Title } from '@thesis/ui';
import { useText } from '../text.ts';
import { Choices } from './Choices.tsx';
import { PushSwitch } from './PushSwitch.tsx';
import './notifications.css';

const LIST = ['notifications'];
const STALE = [LIST, countUnreadNotificationsOptions().queryKey];

/** What the user was told, the latest first; and how they want to be told. */
export default function Notifications() {
  const text = useText();
  const { subject } = useUser();
  const told = useInfiniteQuery({
    queryKey: LIST,
    queryFn: async ({ pageParam }) => (await listNotifications({ query: { pageSize: 25, ...(pageParam ? { pageToken: pageParam } : {}) } })).data,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextPageToken,
  });
  useLiveRefresh(`user:${subject}`, [LIST]);
  const readAll = useCommand({
    name: 'notifications.read-all',
    send: async (_: null, key) => (await readAllNotifications({ headers: { 'Idempotency-Key': key } })).data,
    refreshes: STALE,
  });
  const all = told.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = all.some((one) => one.readAt === null);
  return (
    <Screen title={text('notifications.title')} width={720} actions={unread && <Button variant="default" loading={readAll.busy} onClick={() => readAll.run(null)}>{text('notifications.readAll')}</Button>}>
      <Stack>
        {told.isPending && <ListSkeleton label={text('loading')} />}
        {told.isError && <Notice tone="bad" title={text('notifications.unreadable')} retry={{ label: text('retry'), onRetry: () => void told.refetch() }} />}
        {told.isSuccess && all.length === 0 && <EmptyState title={text('notifications.none')}>{text('notifications.noneRemedy')}</EmptyState>}
        {all.map((one) => <Told key={one.id} one={one} />)}
        {told.hasNextPage && <Button variant="default" loading={told.isFetchingNextPage} onClick={() => void told.fetchNextPage()}>{text('notifications.more')}</Button>}
        <PushSwitch />
        <Choices />
      </Stack>
    </Screen>
  );
}

function Told({ one }: { readonly one: NotificationResponse }) {
  const formats = useFormats();
  const now = useNow();
  const [, go] = useLocation();
  const read = useCommand({
    name: `notification.${one.id}`,
    send: async (_: null, key) => (await readNotification({ path: { id: one.id }, headers: { 'Idempotency-Key': key } })).data,
    refreshes: STALE,
  });
  return (
    <Card>
      <a
        href={one.path} className="told" data-unread={one.readAt === null || undefined}
        onClick={(event) => {
          event.preventDefault();
          if (one.readAt === null) read.run(null);
          go(one.path);
        }}
      >
        <Title order={2} size="h4">{one.title}</Title>
        <Text>{one.body}</Text>
        <Text size="sm" c="dimmed">{formats.relative(one.createdAt, now)}</Text>
      </a>
    </Card>
  );
}

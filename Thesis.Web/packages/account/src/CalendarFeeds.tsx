import { useCommand, useQuery } from '@thesis/api';
import { createCalendar, deleteCalendar, listCalendarsOptions, type CalendarResponse } from '@thesis/calls';
import { useLocale } from '@thesis/portal';
import { Anchor, Button, Card, EmptyState, Group, ListSkeleton, Notice, Screen, Stack, Text, toast } from '@thesis/ui';
import { TextInput } from '@thesis/ui/forms';
import { useState, type ReactNode } from 'react';
import { useAccountText } from './text.ts';

/** Addresses at which a calendar program reads one's pickups, deliveries and drives. An address is a secret and is shown once. */
export function CalendarFeeds({ lead }: { readonly lead?: ReactNode }) {
  const text = useAccountText();
  const options = listCalendarsOptions();
  const feeds = useQuery(options);
  const [path, setPath] = useState<string | null>(null);
  const create = useCommand({
    name: 'new-calendar',
    send: async (replaced: string | null, key) => {
      // The same keys on every attempt: one address goes, one comes.
      if (replaced !== null) await deleteCalendar({ path: { id: replaced }, headers: { 'Idempotency-Key': `${key}.old` } });
      return (await createCalendar({ headers: { 'Idempotency-Key': key } })).data;
    },
    onDone: (made) => setPath(made.path),
    refreshes: [options.queryKey],
  });
  const remove = useCommand({
    name: 'delete-calendar',
    send: async (id: string, key) => (await deleteCalendar({ path: { id }, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('calendar.deleted')),
    refreshes: [options.queryKey],
  });
  const busy = create.busy || create.unanswered || remove.busy || remove.unanswered;
  const error = create.error ?? remove.error;
  const make = (
    <Button disabled={busy} loading={create.busy} onClick={() => create.run(null)}>
      {text('calendar.create')}
    </Button>
  );
  return (
    <Screen title={text('calendar.title')} lead={lead} width={620}>
      <Text>{text('calendar.hint')}</Text>
      {path !== null && <Address path={path} />}
      {(create.unanswered || remove.unanswered) && <Notice tone="warn">{text('unanswered')}</Notice>}
      {error && <Notice tone="bad">{error.message}</Notice>}
      {feeds.isPending && <ListSkeleton label={text('loading')} />}
      {feeds.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void feeds.refetch() }} />}
      {feeds.data?.items.length === 0 && path === null && (
        <EmptyState title={text('calendar.none')} action={make}>
          {text('calendar.noneRemedy')}
        </EmptyState>
      )}
      {feeds.data && feeds.data.items.length > 0 && (
        <>
          <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {feeds.data.items.map((feed) => (
              <li key={feed.id}>
                <Feed feed={feed} busy={busy} onRenew={() => create.run(feed.id)} onDelete={() => remove.run(feed.id)} />
              </li>
            ))}
          </Stack>
          <Group>{make}</Group>
        </>
      )}
    </Screen>
  );
}

/** A new address, to be copied or opened: it is not shown again. */
function Address({ path }: { readonly path: string }) {
  const text = useAccountText();
  const address = new URL(path, location.origin).href;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      void toast(text('calendar.copied'));
    } catch {
      void toast(text('calendar.copyFailed'), 'bad');
    }
  };
  return (
    <Notice tone="good" title={text('calendar.made')}>
      <Stack gap="sm">
        <Text size="sm">{text('calendar.once')}</Text>
        <TextInput label={text('calendar.address')} readOnly dir="ltr" value={address} onFocus={(event) => event.currentTarget.select()} />
        <Group>
          <Button onClick={() => void copy()}>{text('calendar.copy')}</Button>
          <Anchor href={address.replace(/^https?:/, 'webcal:')}>{text('calendar.subscribe')}</Anchor>
        </Group>
      </Stack>
    </Notice>
  );
}

interface FeedProps {
  readonly feed: CalendarResponse;
  readonly busy: boolean;
  readonly onRenew: () => void;
  readonly onDelete: () => void;
}

function Feed({ feed, busy, onRenew, onDelete }: FeedProps) {
  const text = useAccountText();
  const language = useLocale();
  const made = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(feed.createdAt));
  return (
    <Card>
      <Stack gap="xs">
        <Text fw={600}>{text('calendar.madeOn', { date: made })}</Text>
        <Text size="sm" c="dimmed">
          {text('calendar.renewHint')}
        </Text>
        <Group gap="xs">
          <Button variant="default" size="sm" mih={44} disabled={busy} aria-label={`${text('calendar.renew')}: ${made}`} onClick={onRenew}>
            {text('calendar.renew')}
          </Button>
          <Button variant="subtle" size="sm" mih={44} disabled={busy} aria-label={`${text('calendar.delete')}: ${made}`} onClick={onDelete}>
            {text('calendar.delete')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

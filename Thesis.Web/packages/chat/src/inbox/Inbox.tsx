import { useInfiniteQuery, useQuery, useQueryClient } from '@thesis/api';
import { listConversations, searchMessages, type ConversationResponse } from '@thesis/calls';
import { Link, useFormats, useUser } from '@thesis/portal';
import { useTopic } from '@thesis/realtime';
import { Anchor, Box, Button, Card, EmptyState, FromTo, Group, ListSkeleton, Notice, Screen, Stack, StatusBadge, Text, Title, useMediaQuery } from '@thesis/ui';
import { TextInput } from '@thesis/ui/forms';
import { useDeferredValue, useState } from 'react';
import { Conversation } from '../Conversation.tsx';
import { nameOf, ofResponse, saidBy } from '../message.ts';
import { CONVERSATIONS } from '../pages.ts';
import { useChatText } from '../text.ts';
import { titleOf } from './title.ts';
import '../panel/chat.css';

const WIDE = '(min-width: 64em)';
const LEAST_SEARCH = 2;

/** Everything that the user takes part in, the newest first; and the conversation that the address names. */
export default function Inbox({ id }: { readonly id?: string | undefined }) {
  const text = useChatText();
  const { subject, roles } = useUser();
  const queries = useQueryClient();
  const wide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false });
  const [words, setWords] = useState('');
  const sought = useDeferredValue(words.trim());
  const all = useInfiniteQuery({
    queryKey: CONVERSATIONS,
    queryFn: async ({ pageParam }) => (await listConversations({ query: { pageSize: 30, ...(pageParam ? { pageToken: pageParam } : {}) } })).data,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextPageToken,
  });
  useTopic(`user:${subject}`, { onMessage: (message) => message.type.startsWith('chat.') && void queries.invalidateQueries({ queryKey: CONVERSATIONS }) });
  const conversations = all.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = conversations.find((one) => one.id === id);
  const title = id && !wide ? (chosen ? titleOf(chosen, text) : text('panel.label')) : text('title');
  const isModerator = roles.some((role) => role === 'dispatcher' || role === 'admin');
  return (
    <Screen
      key={wide ? 'wide' : (id ?? 'list')} title={title} width={1200}
      lead={id && !wide && <Anchor component={Link} href="/messages" className="thesis-back">{text('inbox.back')}</Anchor>}
      actions={isModerator && (!id || wide) && <Button component={Link} href="/admin/moderation" variant="default">{text('inbox.moderation')}</Button>}
    >
      <div className="inbox">
        {(!id || wide) && (
          <Stack gap="sm" component="section" aria-label={text('inbox.conversations')}>
            <TextInput type="search" aria-label={text('inbox.search')} placeholder={text('inbox.search')} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
            {sought.length >= LEAST_SEARCH ? <Found words={sought} /> : (
              <>
                {all.isPending && <ListSkeleton label={text('loading')} />}
                {all.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void all.refetch() }} />}
                {all.isSuccess && conversations.length === 0 && <EmptyState title={text('inbox.none')}>{text('inbox.noneRemedy')}</EmptyState>}
                <ul className="inbox-list">
                  {conversations.map((one) => <li key={one.id}><One conversation={one} isChosen={one.id === id} /></li>)}
                </ul>
                {all.hasNextPage && <Button variant="default" loading={all.isFetchingNextPage} onClick={() => void all.fetchNextPage()}>{text('inbox.more')}</Button>}
              </>
            )}
          </Stack>
        )}
        {(id || wide) && (
          <Box miw={0}>
            {id ? (
              <Card label={chosen ? titleOf(chosen, text) : text('panel.label')}>
                <Stack gap="sm">
                  {wide && chosen && <Title order={2}>{titleOf(chosen, text)}</Title>}
                  {chosen?.order && <Text size="sm" c="dimmed"><FromTo from={chosen.order.donorName} to={chosen.order.ngoName} /></Text>}
                  <Conversation key={id} id={id} />
                </Stack>
              </Card>
            ) : <EmptyState title={text('inbox.choose')}>{text('inbox.chooseRemedy')}</EmptyState>}
          </Box>
        )}
      </div>
    </Screen>
  );
}

function One({ conversation, isChosen }: { readonly conversation: ConversationResponse; readonly isChosen: boolean }) {
  const text = useChatText();
  const formats = useFormats();
  const unread = Number(conversation.unread);
  const latest = conversation.latest ? ofResponse(conversation.latest) : null;
  return (
    <Link href={`/messages/${conversation.id}`} className="inbox-one" aria-current={isChosen ? 'page' : undefined} data-unread={unread > 0 || undefined}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fw={700} truncate><bdi>{titleOf(conversation, text)}</bdi></Text>
        <Text size="xs" c="dimmed" style={{ flex: 'none' }}>{formats.moment(conversation.lastAt)}</Text>
      </Group>
      {conversation.order && <Text size="sm" c="dimmed" truncate><FromTo from={conversation.order.donorName} to={conversation.order.ngoName} /></Text>}
      {latest && <Text size="sm" component="span" className="inbox-latest"><bdi>{latest.mine ? text('panel.me') : nameOf(latest, text)}</bdi>: <bdi>{saidBy(latest, text)}</bdi></Text>}
      {(unread > 0 || conversation.hasLeft || conversation.refusal === 'conversation-closed') && (
        <Group gap="xs" mt={4}>
          {unread > 0 && <StatusBadge tone="good">{text('inbox.unread', { count: unread })}</StatusBadge>}
          {conversation.hasLeft && <StatusBadge tone="plain">{text('inbox.left')}</StatusBadge>}
          {conversation.refusal === 'conversation-closed' && <StatusBadge tone="plain">{text('inbox.closed')}</StatusBadge>}
        </Group>
      )}
    </Link>
  );
}

/** Messages with words that begin as those sought. */
function Found({ words }: { readonly words: string }) {
  const text = useChatText();
  const formats = useFormats();
  const found = useQuery({ queryKey: ['chat-search', words], queryFn: async () => (await searchMessages({ query: { q: words, pageSize: 30 } })).data.items });
  if (found.isPending) return <ListSkeleton label={text('loading')} />;
  if (found.isError) return <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void found.refetch() }}>{(found.error as Error).message}</Notice>;
  if (found.data.length === 0) return <EmptyState title={text('inbox.notFound')}>{text('inbox.notFoundRemedy')}</EmptyState>;
  return (
    <ul className="inbox-list" aria-label={text('inbox.found')}>
      {found.data.map(ofResponse).map((message) => (
        <li key={message.id}>
          <Link href={`/messages/${message.conversationId}`} className="inbox-one">
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <Text fw={700} truncate><bdi>{message.mine ? text('panel.me') : nameOf(message, text)}</bdi></Text>
              <Text size="xs" c="dimmed" style={{ flex: 'none' }}>{formats.moment(message.postedAt)}</Text>
            </Group>
            <Text size="sm"><bdi>{saidBy(message, text)}</bdi></Text>
          </Link>
        </li>
      ))}
    </ul>
  );
}

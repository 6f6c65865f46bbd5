import { useInfiniteQuery, useQueryClient } from '@thesis/api';
import { countUnreadMessagesQueryKey, readConversation, type ConversationDetailResponse } from '@thesis/calls';
import { useUser } from '@thesis/portal';
import { useTopic, type LiveMessage } from '@thesis/realtime';
import { useCallback, useRef, useState } from 'react';
import { ofEvent, type HiddenEvent, type PostedEvent, type ReadEvent, type Shown } from './message.ts';
import { CONVERSATIONS, conversationKey, inOrder, isGap, messagesKey, readPage, withHidden, withMessage, type MessagePages } from './pages.ts';

const FRESH_MS = 3_000;

/** A conversation's messages, live; and the newest that somebody else wrote since it was opened. */
export function useConversation(detail: ConversationDetailResponse) {
  const { id, kind } = detail.conversation;
  const { subject, roles } = useUser();
  const queries = useQueryClient();
  const [heard, setHeard] = useState<Shown | null>(null);
  const me = detail.participants.find((one) => one.isMe)?.id ?? null;
  const pages = useInfiniteQuery({
    queryKey: messagesKey(id),
    queryFn: ({ pageParam }) => readPage(id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

  const posted = (event: PostedEvent) => {
    if (event.conversationKind === 'board') return void queries.invalidateQueries({ queryKey: messagesKey(id) });
    const message = ofEvent(event, me);
    const old = queries.getQueryData<MessagePages>(messagesKey(id));
    if (old) {
      queries.setQueryData<MessagePages>(messagesKey(id), withMessage(old, message));
      if (isGap(old, message.number)) void queries.invalidateQueries({ queryKey: messagesKey(id) });
    }
    if (!message.mine) setHeard(message);
  };
  const read = ({ readerId, upTo }: ReadEvent) =>
    queries.setQueryData<ConversationDetailResponse>(conversationKey(id), (old) => old && {
      ...old,
      participants: old.participants.map((one) => (one.id === readerId ? { ...one, readUpTo: upTo } : one)),
    });
  const onMessage = (message: LiveMessage) => {
    if (message.type === 'chat.message.posted' && (message.data as PostedEvent).message.conversationId === id) posted(message.data as PostedEvent);
    if (message.type === 'chat.message.hidden' && (message.data as HiddenEvent).conversationId === id) {
      queries.setQueryData<MessagePages>(messagesKey(id), (old) => old && withHidden(old, (message.data as HiddenEvent).messageId));
    }
    // Whoever comes or goes with it, or what it closes, is read anew.
    if (message.type === 'order.status.changed') void queries.invalidateQueries({ queryKey: conversationKey(id) });
    if (message.type === 'chat.conversation.read' && (message.data as ReadEvent).conversationId === id) read(message.data as ReadEvent);
  };
  const onResync = () => {
    // Joining the topic is no reason to read what has just been read.
    if (Date.now() - (queries.getQueryState(messagesKey(id))?.dataUpdatedAt ?? 0) > FRESH_MS) void queries.invalidateQueries({ queryKey: messagesKey(id) });
  };
  useTopic(`user:${subject}`, { onMessage, onResync });
  const watches = kind === 'board' || (kind === 'order' && roles.some((role) => role === 'dispatcher' || role === 'admin'));
  useTopic(watches ? `conversation:${id}` : null, { onMessage, onResync });

  return { messages: inOrder(pages.data), pages, heard, markRead: useMarkRead(id) };
}

/** Says that the user has read up to a message, each time once. */
function useMarkRead(id: string): (upTo: number) => void {
  const queries = useQueryClient();
  const said = useRef(0);
  return useCallback(
    (upTo: number) => {
      if (upTo <= said.current) return;
      said.current = upTo;
      void readConversation({ path: { id }, body: { upTo }, headers: { 'Idempotency-Key': crypto.randomUUID() } }).then(
        () => [CONVERSATIONS, countUnreadMessagesQueryKey()].forEach((queryKey) => void queries.invalidateQueries({ queryKey })),
        // It is said again with the next message, or when the conversation is opened again.
        () => (said.current = 0),
      );
    },
    [id, queries],
  );
}

import type { ConversationDetailResponse } from '@thesis/calls';
import { useTyping } from '@thesis/realtime';
import { Button, ListSkeleton, Notice, Stack, Text, VisuallyHidden } from '@thesis/ui';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { nameOf, PARTS, saidBy, type Part } from '../message.ts';
import { useSendQueue } from '../send-queue.ts';
import { useChatText } from '../text.ts';
import { useConversation } from '../use-conversation.ts';
import { Composer } from './Composer.tsx';
import { MessageList } from './MessageList.tsx';
import { Unsent } from './Unsent.tsx';
import { useVisible } from './use-visible.ts';
import './chat.css';

const NEAR_END_PX = 80;

/** What was written in a conversation, and where to write more. */
export function ConversationPanel({ detail }: { readonly detail: ConversationDetailResponse }) {
  const text = useChatText();
  const { conversation, participants } = detail;
  const { messages, pages, heard, markRead } = useConversation(detail);
  const queue = useSendQueue(conversation.id);
  const [typing, type] = useTyping(conversation.id);
  const frame = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const visible = useVisible(end);
  const newest = messages.at(-1)?.number ?? 0;
  const atEnd = useFollowEnd(frame, `${newest} ${queue.waiting.length}`);
  useEffect(() => {
    if (visible && newest > Number(conversation.readUpTo)) markRead(newest);
  }, [visible, newest, conversation.readUpTo, markRead]);
  const names = participants.filter((one) => one.id && typing.includes(one.id)).map((one) => nameOf({ name: one.name, part: partOf(one.part) }, text));
  return (
    <Stack gap="sm">
      <div className="chat-frame" ref={frame} role="region" aria-label={text('panel.messages')} tabIndex={0} onScroll={atEnd}>
        {pages.isPending && <ListSkeleton label={text('loading')} rows={2} height={48} />}
        {pages.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void pages.refetch() }} />}
        {pages.hasNextPage && <Button variant="default" mx="auto" display="block" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{text('panel.earlier')}</Button>}
        {pages.isSuccess && messages.length === 0 && queue.waiting.length === 0 && (
          <div className="chat-empty">
            <Text fw={600}>{text('panel.none')}</Text>
            <Text size="sm" c="dimmed">{text('panel.noneRemedy')}</Text>
          </div>
        )}
        <MessageList messages={messages} participants={participants} conversation={conversation} />
        <Unsent queue={queue} />
        <div ref={end} className="chat-end" />
      </div>
      <VisuallyHidden role="status">{heard ? text('panel.announced', { name: nameOf(heard, text), text: saidBy(heard, text) }) : ''}</VisuallyHidden>
      <Text size="sm" c="dimmed" mih={20}>{names.length > 0 && text('panel.typing', { names: names.join(', ') })}</Text>
      {conversation.mayWrite
        ? <Composer part={participants.find((one) => one.isMe)?.part ?? 'staff'} onSend={queue.send} onType={type} />
        : <Notice tone="info">{text(`refusal.${refusalOf(conversation.refusal)}`)}</Notice>}
    </Stack>
  );
}

const REFUSALS = ['muted', 'no_longer_taking_part', 'conversation_closed', 'blocked', 'no_shared_order'] as const;

const refusalOf = (code: string | null | undefined) => REFUSALS.find((known) => known === code?.replaceAll('-', '_')) ?? 'conversation_closed';

const partOf = (part: string): Part => PARTS.find((known) => known === part) ?? 'peer';

/** Keeps the newest message in sight, unless the reader has scrolled up; called when they scroll. */
function useFollowEnd(frame: React.RefObject<HTMLDivElement | null>, content: string): () => void {
  const follows = useRef(true);
  useLayoutEffect(() => {
    if (frame.current && follows.current) frame.current.scrollTop = frame.current.scrollHeight;
  }, [frame, content]);
  return () => {
    const { current } = frame;
    if (current) follows.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END_PX;
  };
}

import type { ConversationResponse, ParticipantResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { Anchor, Text } from '@thesis/ui';
import { lazy, Suspense, type ReactNode } from 'react';
import { nameOf, saidBy, type Shown } from '../message.ts';
import { useChatText } from '../text.ts';

const MessageMenu = lazy(() => import('./MessageMenu.tsx'));

interface MessageListProps {
  /** Oldest first. */
  readonly messages: readonly Shown[];
  readonly participants: readonly ParticipantResponse[];
  readonly conversation: ConversationResponse;
}

/** Messages by day; those that follow each other from one person are together. */
export function MessageList({ messages, participants, conversation }: MessageListProps) {
  const text = useChatText();
  const formats = useFormats();
  const lastMine = messages.findLast((message) => message.mine);
  const seenBy = lastMine ? participants.filter((one) => !one.isMe && !one.hasLeft && Number(one.readUpTo) >= lastMine.number) : [];
  return (
    <ol className="chat-messages">
      {messages.map((message, index) => {
        const before = messages[index - 1];
        const day = formats.day(message.postedAt);
        const isNewDay = before === undefined || formats.day(before.postedAt) !== day;
        const isNewVoice = isNewDay || before.authorId !== message.authorId || before.mine !== message.mine;
        return (
          <li key={message.id} className="chat-message" data-mine={message.mine || undefined}>
            {isNewDay && <Text className="chat-day" size="sm" c="dimmed">{day}</Text>}
            {isNewVoice && !message.mine && <Voice message={message} />}
            <div className="chat-line">
              <div className="chat-bubble" data-state={message.state}>
                <Said message={message} />
                <Text component="time" size="xs" className="chat-time" dateTime={message.postedAt}>{formats.time(message.postedAt)}</Text>
              </div>
              {!message.mine && message.state === 'shown' && message.authorId && (
                <Suspense fallback={<span className="chat-menu" />}>
                  <MessageMenu message={message} conversation={conversation} isBlocked={participants.some((one) => one.id === message.authorId && one.isBlocked)} />
                </Suspense>
              )}
            </div>
            {message.id === lastMine?.id && seenBy.length > 0 && conversation.kind !== 'board' && (
              <Text size="xs" c="dimmed" ta="end">{text('panel.seen', { names: seenBy.map((one) => nameOf({ name: one.name, part: one.part as Shown['part'] }, text)).join(', ') })}</Text>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Voice({ message }: { readonly message: Shown }) {
  const text = useChatText();
  return (
    <Text size="sm" className="chat-voice">
      <bdi>{nameOf(message, text)}</bdi>
      {message.name && <span className="chat-part"> · {text(`part.${message.part}`)}</span>}
    </Text>
  );
}

/** What a message says: text alone, whatever is written in it. */
export function Said({ message }: { readonly message: Pick<Shown, 'kind' | 'text' | 'quick' | 'location' | 'state'> }): ReactNode {
  const text = useChatText();
  const said = saidBy(message, text);
  if (message.kind !== 'location' || !message.location || message.state !== 'shown') return <span className="chat-said" dir="auto">{said}</span>;
  const { latitude, longitude } = message.location;
  return (
    <span className="chat-said">
      {said}{' '}
      <Anchor underline="always" href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`} target="_blank" rel="noreferrer" inherit>
        {text('location.open')}
      </Anchor>
    </span>
  );
}

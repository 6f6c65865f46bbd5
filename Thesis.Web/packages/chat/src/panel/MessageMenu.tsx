import { useCommand } from '@thesis/api';
import { blockPerson, openDirectConversation, unblockPerson, type ConversationResponse } from '@thesis/calls';
import { useLocation } from '@thesis/portal';
import { toast } from '@thesis/ui';
import { ActionIcon, Menu } from '@thesis/ui/data';
import IconDots from '@tabler/icons-react/icons/IconDots';
import { lazy, Suspense, useState } from 'react';
import { nameOf, type Shown } from '../message.ts';
import { conversationKey, CONVERSATIONS, messagesKey } from '../pages.ts';
import { useChatText } from '../text.ts';

const ReportForm = lazy(() => import('./ReportForm.tsx'));

interface MessageMenuProps {
  readonly message: Shown;
  readonly conversation: ConversationResponse;
  readonly isBlocked: boolean;
}

/** What can be done about a message of somebody else's. */
export default function MessageMenu({ message, conversation, isBlocked }: MessageMenuProps) {
  const text = useChatText();
  const [, go] = useLocation();
  const [reporting, setReporting] = useState(false);
  const name = nameOf(message, text);
  const person = message.authorId ?? '';
  const direct = useCommand({
    name: `chat.direct.${person}`,
    send: async (_: null, key) => (await openDirectConversation({ body: { person }, headers: { 'Idempotency-Key': key } })).data,
    onDone: ({ id }) => go(`/messages/${id}`),
    refreshes: [CONVERSATIONS],
  });
  const block = useCommand({
    name: `chat.block.${person}`,
    send: async (blocked: boolean, key) => {
      const call = { path: { id: person }, headers: { 'Idempotency-Key': key } };
      await (blocked ? blockPerson(call) : unblockPerson(call));
    },
    onDone: (_, blocked) => void toast(text(blocked ? 'menu.blocked' : 'menu.unblocked', { name })),
    refreshes: [conversationKey(conversation.id), messagesKey(conversation.id), CONVERSATIONS],
  });
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon className="chat-menu" size={32} color="gray" aria-label={text('menu.label', { name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {conversation.kind === 'order' && <Menu.Item onClick={() => direct.run(null)}>{text('menu.direct', { name })}</Menu.Item>}
          <Menu.Item onClick={() => block.run(!isBlocked)}>{text(isBlocked ? 'menu.unblock' : 'menu.block', { name })}</Menu.Item>
          <Menu.Item onClick={() => setReporting(true)}>{text('menu.report')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {reporting && (
        <Suspense fallback={null}>
          <ReportForm message={message} onClose={() => setReporting(false)} />
        </Suspense>
      )}
    </>
  );
}

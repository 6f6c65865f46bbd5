import type { Action } from '@thesis/outbox';
import { Button, Group, Text } from '@thesis/ui';
import type { Shown } from '../message.ts';
import type { SendQueue, Unsent as Body } from '../send-queue.ts';
import { useChatText } from '../text.ts';
import { Said } from './MessageList.tsx';

const shown = (body: Body): Pick<Shown, 'kind' | 'text' | 'quick' | 'location' | 'state'> => ({
  kind: 'text' in body ? 'text' : 'quick' in body ? 'quick' : 'location',
  text: 'text' in body ? body.text : '',
  quick: 'quick' in body ? body.quick : '',
  location: 'location' in body ? body.location : null,
  state: 'shown',
});

/** What the user wrote and the server does not have yet: shown as it will be, with what became of it. */
export const Unsent = ({ queue }: { readonly queue: SendQueue }) =>
  queue.waiting.length > 0 && (
    <ol className="chat-messages">
      {queue.waiting.map((action) => <Waiting key={action.id} action={action} queue={queue} />)}
    </ol>
  );

function Waiting({ action, queue }: { readonly action: Action; readonly queue: SendQueue }) {
  const text = useChatText();
  const isRefused = action.state === 'refused';
  return (
    <li className="chat-message" data-mine>
      <div className="chat-line">
        <div className="chat-bubble" data-state={isRefused ? 'refused' : 'waiting'}><Said message={shown(action.body as Body)} /></div>
      </div>
      <Text size="xs" ta="end" role={isRefused ? 'alert' : undefined} {...(isRefused ? { c: 'var(--thesis-bad)' } : { c: 'dimmed' })}>
        {isRefused ? text('panel.unsent', { reason: action.refusal ?? '' }) : text(action.state === 'held' ? 'panel.held' : 'panel.sending')}
      </Text>
      {isRefused && (
        <Group gap="xs" justify="flex-end" mt={4}>
          <Button size="sm" mih={44} variant="default" onClick={() => queue.discard(action)}>{text('panel.discard')}</Button>
          <Button size="sm" mih={44} onClick={() => queue.retry(action)}>{text('panel.again')}</Button>
        </Group>
      )}
    </li>
  );
}

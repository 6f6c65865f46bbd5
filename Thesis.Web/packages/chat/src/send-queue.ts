import { useQueryClient } from '@thesis/api';
import { postMessage } from '@thesis/calls';
import { Outbox, type Action } from '@thesis/outbox';
import { useUser } from '@thesis/portal';
import { useMemo, useSyncExternalStore } from 'react';
import { ofResponse, type Point, type Quick } from './message.ts';
import { CONVERSATIONS, messagesKey, withMessage, type MessagePages } from './pages.ts';

/** What is to be sent: one of the three. */
export type Unsent = { readonly text: string } | { readonly quick: Quick } | { readonly location: Point };

export interface SendQueue {
  /** What the server does not have yet, oldest first. */
  readonly waiting: readonly Action[];
  readonly send: (message: Unsent) => void;
  readonly retry: (action: Action) => void;
  readonly discard: (action: Action) => void;
}

type Queries = ReturnType<typeof useQueryClient>;

let current: { readonly owner: string; readonly outbox: Outbox } | null = null;

/** The user's outbox of messages: kept on the device, sent in order, each once. */
function outboxOf(owner: string, queries: Queries): Outbox {
  if (current?.owner === owner) return current.outbox;
  current?.outbox.close();
  const outbox = new Outbox('thesis.messages', owner, async ({ subject, body, key }) => {
    const { data } = await postMessage({ path: { id: subject }, body: { ...(body as Unsent), commandId: key }, headers: { 'Idempotency-Key': key } });
    queries.setQueryData<MessagePages>(messagesKey(subject), (old) => old && withMessage(old, ofResponse(data)));
    void queries.invalidateQueries({ queryKey: CONVERSATIONS });
  });
  current = { owner, outbox };
  return outbox;
}

/** What the user writes in a conversation, whether or not there is a network. */
export function useSendQueue(conversation: string): SendQueue {
  const { subject } = useUser();
  const queries = useQueryClient();
  const outbox = useMemo(() => outboxOf(subject, queries), [subject, queries]);
  const actions = useSyncExternalStore(outbox.subscribe, outbox.get);
  return {
    waiting: useMemo(() => actions.filter((action) => action.subject === conversation), [actions, conversation]),
    send: (body) => void outbox.add({ kind: 'message', subject: conversation, title: '', body }),
    retry: (action) => void outbox.retry(action),
    discard: (action) => void outbox.discard(action),
  };
}

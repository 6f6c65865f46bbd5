import { useQuery, useQueryClient } from '@thesis/api';
import { getOrderConversation } from '@thesis/calls';
import { Button, Card, ListSkeleton, Notice, Stack, Title } from '@thesis/ui';
import { useState } from 'react';
import { Conversation } from './Conversation.tsx';
import { conversationKey, orderKey } from './pages.ts';
import { useChatText } from './text.ts';

interface OrderChatProps {
  readonly orderId: string;
  /** Opened by a button; else it is open. */
  readonly folded?: boolean;
}

/** The conversation of an order, on its page. */
export default function OrderChat({ orderId, folded = false }: OrderChatProps) {
  const text = useChatText();
  const [open, setOpen] = useState(!folded);
  return open ? (
    <Card label={text('panel.label')}>
      <Stack gap="sm">
        <Title order={2}>{text('panel.label')}</Title>
        <Opened orderId={orderId} />
        {folded && <Button variant="subtle" onClick={() => setOpen(false)}>{text('panel.hide')}</Button>}
      </Stack>
    </Card>
  ) : (
    <Button variant="default" onClick={() => setOpen(true)}>{text('panel.open')}</Button>
  );
}

function Opened({ orderId }: { readonly orderId: string }) {
  const text = useChatText();
  const queries = useQueryClient();
  const found = useQuery({
    queryKey: orderKey(orderId),
    queryFn: async () => {
      const { data } = await getOrderConversation({ path: { id: orderId } });
      queries.setQueryData(conversationKey(data.conversation.id), data);
      return data.conversation.id;
    },
    staleTime: Infinity,
  });
  if (found.isPending) return <ListSkeleton label={text('loading')} rows={1} />;
  // Its order may be younger than what the chat service has heard of.
  if (found.isError) return <Notice tone="warn" title={text('panel.notYet')} retry={{ label: text('retry'), onRetry: () => void found.refetch() }}>{text('panel.notYetRemedy')}</Notice>;
  return <Conversation id={found.data} />;
}

import { useQuery } from '@thesis/api';
import { getConversation } from '@thesis/calls';
import { ListSkeleton, Notice } from '@thesis/ui';
import { conversationKey } from './pages.ts';
import { ConversationPanel } from './panel/ConversationPanel.tsx';
import { useChatText } from './text.ts';

/** A conversation by its id. */
export function Conversation({ id }: { readonly id: string }) {
  const text = useChatText();
  const detail = useQuery({ queryKey: conversationKey(id), queryFn: async () => (await getConversation({ path: { id } })).data });
  if (detail.isPending) return <ListSkeleton label={text('loading')} rows={1} height={240} />;
  if (detail.isError) return <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void detail.refetch() }}>{(detail.error as Error).message}</Notice>;
  return <ConversationPanel key={id} detail={detail.data} />;
}

import { useQuery, useQueryClient } from '@thesis/api';
import { countUnreadMessagesOptions } from '@thesis/calls';
import { Link, useUser } from '@thesis/portal';
import { useTopic } from '@thesis/realtime';
import IconMessage from '@tabler/icons-react/icons/IconMessage';
import { useChatText } from '../text.ts';

const MOST = 99;

/** In how many conversations something is unread; leads to them. */
export default function MessagesMark() {
  const text = useChatText();
  const { subject } = useUser();
  const queries = useQueryClient();
  const { queryKey } = countUnreadMessagesOptions();
  const unread = useQuery({ ...countUnreadMessagesOptions(), staleTime: 30_000 });
  useTopic(`user:${subject}`, { onMessage: (message) => message.type.startsWith('chat.') && void queries.invalidateQueries({ queryKey }) });
  const count = Number(unread.data?.conversations ?? 0);
  return (
    <Link href="/messages" className="bell" aria-label={text('inbox.mark', { count })}>
      <IconMessage size={22} aria-hidden />
      {count > 0 && <span className="bell-count" aria-hidden>{count > MOST ? `${MOST}+` : count}</span>}
    </Link>
  );
}

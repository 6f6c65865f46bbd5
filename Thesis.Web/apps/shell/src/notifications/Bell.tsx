import { useQuery, useQueryClient } from '@thesis/api';
import { countUnreadNotificationsOptions } from '@thesis/calls';
import { Link, useUser } from '@thesis/portal';
import { useTopic } from '@thesis/realtime';
import IconBell from '@tabler/icons-react/icons/IconBell';
import { useText } from '../text.ts';
import './notifications.css';

const MOST = 99;
const FRESH_MS = 10_000;

/** How much the user has not read yet; leads to it. */
export default function Bell() {
  const text = useText();
  const { subject } = useUser();
  const unread = useQuery({ ...countUnreadNotificationsOptions(), staleTime: 30_000 });
  const queries = useQueryClient();
  const { queryKey } = countUnreadNotificationsOptions();
  useTopic(`user:${subject}`, {
    // Messages are counted beside the bell; reading them settles what was told of them.
    onMessage: (message) => message.type !== 'chat.message.posted' && void queries.invalidateQueries({ queryKey }),
    // Joining the topic is no reason to count what has just been counted.
    onResync: () => {
      if (Date.now() - (queries.getQueryState(queryKey)?.dataUpdatedAt ?? 0) > FRESH_MS && !queries.isFetching({ queryKey })) void queries.invalidateQueries({ queryKey });
    },
  });
  const count = Number(unread.data?.unread ?? 0);
  return (
    <Link href="/notifications" className="bell" aria-label={text('notifications.bell', { count })}>
      <IconBell size={22} aria-hidden />
      {count > 0 && <span className="bell-count" aria-hidden>{count > MOST ? `${MOST}+` : count}</span>}
    </Link>
  );
}

import { useQuery } from '@thesis/api';
import { countUnreadNotificationsOptions } from '@thesis/calls';
import { Link, useUser } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import IconBell from '@tabler/icons-react/icons/IconBell';
import { useText } from '../text.ts';
import './notifications.css';

const MOST = 99;

/** How much the user has not read yet; leads to it. */
export default function Bell() {
  const text = useText();
  const { subject } = useUser();
  const unread = useQuery({ ...countUnreadNotificationsOptions(), staleTime: 30_000 });
  useLiveRefresh(`user:${subject}`, [countUnreadNotificationsOptions().queryKey]);
  const count = Number(unread.data?.unread ?? 0);
  return (
    <Link href="/notifications" className="bell" aria-label={text('notifications.bell', { count })}>
      <IconBell size={22} aria-hidden />
      {count > 0 && <span className="bell-count" aria-hidden>{count > MOST ? `${MOST}+` : count}</span>}
    </Link>
  );
}

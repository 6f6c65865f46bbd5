import { useQuery } from '@thesis/api';
import { getMyProfileOptions } from '@thesis/calls';
import { Link } from '@thesis/portal';
import { Anchor, ListSkeleton, Notice, Screen, Stack } from '@thesis/ui';
import { useText } from '../text.ts';
import { Consents } from './Consents.tsx';
import { ProfileForm } from './ProfileForm.tsx';

/** Who the user is to the others and to thesis: name, language and quiet hours of messages, what they agree to, and all that is kept of them. */
export default function ProfilePage() {
  const text = useText();
  const profile = useQuery(getMyProfileOptions());
  return (
    <Screen title={text('profile.title')} lead={<Anchor component={Link} href="/settings" className="thesis-back">{text('settings.title')}</Anchor>} width={640}>
      <Stack>
        {profile.isPending && <ListSkeleton label={text('loading')} />}
        {profile.isError && <Notice tone="bad" title={text('notifications.unreadable')} retry={{ label: text('retry'), onRetry: () => void profile.refetch() }} />}
        {profile.data && <ProfileForm key={profile.data.version} known={profile.data} onStale={() => void profile.refetch()} />}
        <Consents />
      </Stack>
    </Screen>
  );
}

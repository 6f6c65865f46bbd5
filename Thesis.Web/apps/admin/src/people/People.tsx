import { useSearchParams } from '@thesis/portal';
import { Screen, Stack } from '@thesis/ui';
import { SegmentedControl } from '@thesis/ui/forms';
import { BackToOffice } from '../office/BackToOffice.tsx';
import { useText } from '../text.ts';
import { Invitations } from './Invitations.tsx';
import { Members } from './Members.tsx';
import { Requests } from './Requests.tsx';

const TABS = ['requests', 'members', 'invitations'] as const;

/** Who wants to take part, and who does. `?tab=`, `?q=`, `?role=` and `?status=` are in the address. */
export default function People() {
  const text = useText();
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'requests';
  return (
    <Screen title={text('people.title')} lead={<BackToOffice />} width={900}>
      <Stack>
        <SegmentedControl
          aria-label={text('people.title')}
          value={tab}
          data={TABS.map((value) => ({ value, label: text(`people.${value}`) }))}
          onChange={(value) => setSearch(new URLSearchParams(value === 'requests' ? {} : { tab: value }), { replace: true })}
        />
        {tab === 'requests' && <Requests />}
        {tab === 'members' && <Members />}
        {tab === 'invitations' && <Invitations />}
      </Stack>
    </Screen>
  );
}

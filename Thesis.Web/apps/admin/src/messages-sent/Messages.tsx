import { Screen, Stack } from '@thesis/ui';
import { SegmentedControl } from '@thesis/ui/forms';
import { useAddress } from '../address.ts';
import { BackToOffice } from '../office/BackToOffice.tsx';
import { useText } from '../text.ts';
import { DeadLetters } from './DeadLetters.tsx';
import { Deliveries } from './Deliveries.tsx';
import { Mailbox } from './Mailbox.tsx';

const TABS = { deliveries: Deliveries, events: DeadLetters, mailbox: Mailbox } as const;
const NAMES = ['deliveries', 'events', 'mailbox'] as const;

/** What became of what the system sent to people and to itself, and what failed to be sent again. `?tab=` is in the address. */
export default function Messages() {
  const text = useText();
  const [of, put] = useAddress();
  const tab = NAMES.find((name) => name === of('tab')) ?? 'deliveries';
  const Tab = TABS[tab];
  return (
    <Screen title={text('messages.title')} lead={<BackToOffice />} width={900}>
      <Stack>
        <SegmentedControl aria-label={text('messages.title')} value={tab} data={NAMES.map((value) => ({ value, label: text(`messages.tab.${value}`) }))} onChange={(value) => put({ tab: value === 'deliveries' ? '' : value, status: '', channel: '', user: '', service: '' })} />
        <Tab />
      </Stack>
    </Screen>
  );
}

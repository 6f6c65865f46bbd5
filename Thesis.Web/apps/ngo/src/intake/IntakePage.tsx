import { Link } from '@thesis/portal';
import { useRegion, ZoneNote } from '@thesis/region';
import { Anchor, Notice, Screen, Text } from '@thesis/ui';
import { ChooseOurs } from '../ChooseOurs.tsx';
import { useChosen, useOurs } from '../our-organisations.ts';
import { useText } from '../text.ts';
import { CapacityForm } from './CapacityForm.tsx';
import { ContactsForm } from './ContactsForm.tsx';
import { Pause } from './Pause.tsx';

/** What the charity can take: pause, amounts by storage, preferences, hours; and whom to ask there. `?of=ngo_…` chooses among several. */
export default function IntakePage() {
  const text = useText();
  const ours = useOurs();
  const [ngo, choose] = useChosen(ours.data);
  const region = useRegion(ngo?.place.region).data;
  return (
    <Screen title={text('intake.title')} lead={text('intake.lead')} width={720}>
      <ChooseOurs ours={ours} chosen={ngo} onChoose={choose} />
      {ngo && !ngo.verified && <Notice tone="warn">{text('intake.unverified')}</Notice>}
      {ngo && <Pause key={`pause.${ngo.id}`} ngo={ngo} zone={region?.timeZone} />}
      {ngo && (
        <Text size="sm">
          <Anchor component={Link} href={`/ngo/calendar?of=${ngo.id}`}>{text('intake.toCalendar')}</Anchor>
        </Text>
      )}
      {ngo && <CapacityForm key={`capacity.${ngo.id}`} ngo={ngo} refetch={() => void ours.refetch()} />}
      {ngo && <ContactsForm key={`contacts.${ngo.id}`} ngo={ngo} refetch={() => void ours.refetch()} />}
      <ZoneNote region={region} />
    </Screen>
  );
}

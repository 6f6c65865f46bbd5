import { useCommand, useQuery } from '@thesis/api';
import { getDonationOptions, updateDonation, type DonationRequest, type DonationResponse, type RegionResponse } from '@thesis/calls';
import { Link, useDraft, useFormats, useLocation, usePreferences } from '@thesis/portal';
import { useRegion } from '@thesis/region';
import { Button, Card, EmptyState, ListSkeleton, Notice, Screen, Stack, Text, Title, toast } from '@thesis/ui';
import { donationsChanged } from '../donations/donation-lists.ts';
import { mayChange } from '../donations/status.ts';
import { useText } from '../text.ts';
import { consequencesOf } from './consequences.ts';
import { DonationEditor } from './DonationEditor.tsx';
import { formOf, type DonationForm, type Reading } from './donation-form.ts';
import { usePlaces } from './use-places.ts';

/** Changes a donation: all of it while nothing is promised, and what orders do not rely on afterwards. */
export default function EditPage({ id }: { readonly id: string }) {
  const text = useText();
  const donation = useQuery(getDonationOptions({ path: { id } }));
  const region = useRegion(donation.data?.place.region);
  const isOpen = donation.data && mayChange(donation.data, Date.now());
  const isReady = donation.data && !region.isLoading;
  return (
    <Screen title={text('post.editTitle')} width={720}>
      {(donation.isPending || (donation.data && !isReady)) && <ListSkeleton label={text('loading')} />}
      {donation.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void donation.refetch() }} />}
      {isReady && isOpen && <Editor key={donation.data.version} donation={donation.data} region={region.data} refetch={() => void donation.refetch()} />}
      {isReady && !isOpen && (
        <EmptyState title={donation.data.title} action={<Button component={Link} href={`/donor/donations/${id}`} variant="default">{text('back')}</Button>}>
          {text('post.editNone')}
        </EmptyState>
      )}
    </Screen>
  );
}

interface EditorProps {
  readonly donation: DonationResponse;
  readonly region: RegionResponse | undefined;
  readonly refetch: () => void;
}

function Editor({ donation, region, refetch }: EditorProps) {
  const text = useText();
  const formats = useFormats();
  const [, go] = useLocation();
  const { language } = usePreferences();
  const places = usePlaces();
  const initial = formOf(donation, region?.timeZone, language);
  // Of this version: what was typed over an older one is not sent over a newer one.
  const [form, change, clear] = useDraft<DonationForm>(`edit.${donation.id}.${donation.version}`, initial);
  const promised = donation.reservedKg > 0;
  const command = useCommand({
    name: `edit-donation.${donation.id}`,
    send: async (body: DonationRequest, key) =>
      (await updateDonation({ path: { id: donation.id }, body: promised ? { ...body, ...settledOf(donation) } : body, headers: { 'Idempotency-Key': key, 'If-Match': `"${donation.version}"` } })).data,
    onDone: () => {
      clear(initial);
      void toast(text('post.saved'));
      go(`/donor/donations/${donation.id}`);
    },
    refreshes: donationsChanged(donation.id),
  });
  return (
    <>
      {promised && <Notice tone="info">{text('post.editPromised', { weight: formats.weight(donation.reservedKg) })}</Notice>}
      {command.error?.status === 412 && <Notice tone="warn" retry={{ label: text('retry'), onRetry: refetch }}>{text('post.stale')}</Notice>}
      <DonationEditor
        form={form}
        change={change}
        places={places.data ?? []}
        region={region}
        command={command}
        submit={text('post.save')}
        fixedPlace
        promised={promised}
        outlook={(reading) => <Outlook donation={donation} reading={reading} />}
      />
    </>
  );
}

/** What orders rely on, to the millisecond as it was. */
const settledOf = ({ foodType, storageClass, pickupFrom, pickupUntil, expiresAt }: DonationResponse): Partial<DonationRequest> =>
  ({ foodType, storageClass, pickupFrom, pickupUntil, expiresAt });

/** What will follow from saving. */
function Outlook({ donation, reading }: { readonly donation: DonationResponse; readonly reading: Reading }) {
  const text = useText();
  const formats = useFormats();
  return (
    <Card label={text('post.willHappen')}>
      <Stack gap={6}>
        <Title order={2}>{text('post.willHappen')}</Title>
        {consequencesOf(donation, reading).map(({ message, kg }) => <Text key={message}>{text(`post.then.${message}`, { weight: formats.weight(kg) })}</Text>)}
      </Stack>
    </Card>
  );
}

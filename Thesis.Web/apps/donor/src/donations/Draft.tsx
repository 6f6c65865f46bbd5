import { useCommand } from '@thesis/api';
import { cancelDonation, publishDonation, type DonationResponse } from '@thesis/calls';
import { useFormats, useLocation } from '@thesis/portal';
import { Button, Group, Notice, toast } from '@thesis/ui';
import { useText } from '../text.ts';
import { donationsChanged } from './donation-lists.ts';

/** What can be done with a draft: publish it, of which it says what follows, or throw it away. */
export function Draft({ donation, zone }: { readonly donation: DonationResponse; readonly zone: string | undefined }) {
  const text = useText();
  const formats = useFormats(zone);
  const [, go] = useLocation();
  const refreshes = donationsChanged(donation.id);
  const publish = useCommand({
    name: `publish-donation.${donation.id}`,
    send: async (_: null, key) => (await publishDonation({ path: { id: donation.id }, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('post.posted')),
    refreshes,
  });
  const discard = useCommand({
    name: `discard-donation.${donation.id}`,
    send: async (_: null, key) => (await cancelDonation({ path: { id: donation.id }, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => {
      void toast(text('draft.discarded'));
      go('/donor?status=draft');
    },
    refreshes,
  });
  const error = publish.error ?? discard.error;
  const busy = publish.busy || discard.busy;
  return (
    <Notice tone="info" title={text('draft.title')}>
      <p>{text('draft.then', { weight: formats.weight(donation.quantityKg), span: formats.span(donation.pickupFrom, donation.pickupUntil) })}</p>
      {error && <p role="alert">{error.message}</p>}
      {(publish.unanswered || discard.unanswered) && <p>{text('post.unanswered')}</p>}
      <Group gap="xs">
        <Button loading={publish.busy} disabled={busy} onClick={() => publish.run(null)}>
          {text('draft.publish')}
        </Button>
        <Button variant="default" loading={discard.busy} disabled={busy} onClick={() => discard.run(null)}>
          {text('draft.discard')}
        </Button>
      </Group>
    </Notice>
  );
}

import { useCommand, useQuery } from '@thesis/api';
import { getDonationOptions, updateDonation, type DonationRequest, type DonationResponse } from '@thesis/calls';
import { Link, useLocation } from '@thesis/portal';
import { Button, EmptyState, ListSkeleton, Notice, Screen, toast } from '@thesis/ui';
import { useState } from 'react';
import { donationsChanged } from '../donations/donation-lists.ts';
import { useText } from '../text.ts';
import { DonationEditor } from './DonationEditor.tsx';
import { formOf } from './donation-form.ts';
import { usePlaces } from './use-places.ts';

/** Changes a donation of which nothing is promised yet. */
export default function EditPage({ id }: { readonly id: string }) {
  const text = useText();
  const donation = useQuery(getDonationOptions({ path: { id } }));
  return (
    <Screen title={text('post.editTitle')} width={720}>
      {donation.isPending && <ListSkeleton label={text('loading')} />}
      {donation.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void donation.refetch() }} />}
      {donation.data && (donation.data.status === 'open' && donation.data.openKg === donation.data.quantityKg
        ? <Editor key={donation.data.version} donation={donation.data} refetch={() => void donation.refetch()} />
        : <EmptyState title={donation.data.title} action={<Button component={Link} href={`/donor/donations/${id}`} variant="default">{text('back')}</Button>}>{text('post.editNone')}</EmptyState>)}
    </Screen>
  );
}

function Editor({ donation, refetch }: { readonly donation: DonationResponse; readonly refetch: () => void }) {
  const text = useText();
  const [, go] = useLocation();
  const places = usePlaces();
  const [form, setForm] = useState(() => formOf(donation));
  const command = useCommand({
    name: `edit-donation.${donation.id}`,
    send: async (body: DonationRequest, key) =>
      (await updateDonation({ path: { id: donation.id }, body, headers: { 'Idempotency-Key': key, 'If-Match': `"${donation.version}"` } })).data,
    onDone: () => {
      void toast(text('post.saved'));
      go(`/donor/donations/${donation.id}`);
    },
    refreshes: donationsChanged(donation.id),
  });
  return (
    <>
      {command.error?.status === 412 && <Notice tone="warn" retry={{ label: text('retry'), onRetry: refetch }}>{text('post.stale')}</Notice>}
      <DonationEditor form={form} change={(part) => setForm((old) => ({ ...old, ...part }))} places={places.data ?? []} command={command} submit={text('post.save')} fixedPlace />
    </>
  );
}

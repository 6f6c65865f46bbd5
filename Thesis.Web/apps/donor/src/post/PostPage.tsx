import { useCommand, useQuery } from '@thesis/api';
import { createDonation, getDonationOptions, listDonationsOptions, type DonationRequest } from '@thesis/calls';
import { AddPlace } from '@thesis/places';
import { Link, useDraft, useLocation, usePreferences, useSearchParams, useUser } from '@thesis/portal';
import { useRegion } from '@thesis/region';
import { Anchor, Button, EmptyState, Group, ListSkeleton, Notice, Screen, Stack, toast } from '@thesis/ui';
import { useEffect } from 'react';
import { donationsChanged, MINE } from '../donations/donation-lists.ts';
import { useText } from '../text.ts';
import { DonationEditor } from './DonationEditor.tsx';
import { emptyForm, formLike, type DonationForm } from './donation-form.ts';
import { QuickStart } from './QuickStart.tsx';
import { useTemplates } from './templates.ts';
import { usePlaces } from './use-places.ts';
import { WhatWillHappen } from './WhatWillHappen.tsx';

/** Posts a donation; `?like=don_…` fills in one that was posted before. */
export default function PostPage() {
  const text = useText();
  const user = useUser();
  const [, go] = useLocation();
  const { weightUnit } = usePreferences();
  const places = usePlaces();
  const earlier = useQuery(listDonationsOptions(MINE));
  const [templates, keepTemplate] = useTemplates(user.subject);
  const [form, change, replace] = useDraft<DonationForm>(`donation.${user.subject}`, emptyForm(new Date(), weightUnit));
  useLike(replace);

  const onlyPlace = places.data?.length === 1 ? places.data[0]?.id : undefined;
  const filled = form.donorId === '' && onlyPlace ? { ...form, donorId: onlyPlace } : form;
  const place = places.data?.find((each) => each.id === filled.donorId) ?? places.data?.[0];
  const region = useRegion(place?.place.region).data;

  const command = useCommand({
    name: `post-donation.${user.subject}`,
    send: async (body: DonationRequest, key) => (await createDonation({ body, headers: { 'Idempotency-Key': key } })).data,
    onDone: (donation) => {
      replace({ ...emptyForm(new Date(), form.unit), donorId: donation.donorId });
      void toast(text(donation.status === 'draft' ? 'post.draftKept' : 'post.posted'));
      go(`/donor/donations/${donation.id}`);
    },
    refreshes: donationsChanged(),
  });

  return (
    <Screen title={text('post.title')} lead={<Anchor component={Link} href="/donor/recurring/new">{text('post.toRecurring')}</Anchor>} width={720}>
      {places.isPending && <ListSkeleton label={text('loading')} />}
      {places.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void places.refetch() }} />}
      {places.data?.length === 0 && <EmptyState title={text('post.where')} action={<AddPlace href="/donor/place" />}>{text('post.whereNone')}</EmptyState>}
      {places.data && places.data.length > 0 && (
        <Stack gap="lg">
          <QuickStart earlier={earlier.data?.items ?? []} templates={templates} zone={region?.timeZone} onChoose={(chosen) => replace(chosen)} />
          <DonationEditor
            form={filled}
            change={change}
            places={places.data}
            region={region}
            command={command}
            submit={text('post.submit')}
            draft={text('post.draft')}
            outlook={(reading) => <WhatWillHappen form={filled} reading={reading} place={filled.donorId === '' ? '' : (place?.name ?? '')} zone={region?.timeZone} />}
            actions={
              <Group>
                <Button
                  variant="default"
                  size="sm"
                  mih={44}
                  disabled={form.title.trim() === ''}
                  onClick={() => {
                    keepTemplate({ name: form.title.trim(), form: filled });
                    void toast(text('post.templateKept'));
                  }}
                >
                  {text('post.keepTemplate')}
                </Button>
              </Group>
            }
          />
        </Stack>
      )}
    </Screen>
  );
}

/** Fills in the donation that the address names, once. */
function useLike(replace: (form: DonationForm) => void): void {
  const { language } = usePreferences();
  const [search, setSearch] = useSearchParams();
  const like = search.get('like');
  const donation = useQuery({ ...getDonationOptions({ path: { id: like ?? '' } }), enabled: like !== null });
  const found = donation.data;
  const region = useRegion(found?.place.region);
  useEffect(() => {
    if (!found || like === null || region.isLoading) return;
    replace(formLike(found, new Date(), region.data?.timeZone, language));
    setSearch((old) => {
      old.delete('like');
      return old;
    }, { replace: true });
  });
}

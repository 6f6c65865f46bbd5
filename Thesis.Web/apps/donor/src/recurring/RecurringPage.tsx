import { useCommand, useQuery, type Command } from '@thesis/api';
import { createDonationTemplate, getDonationOptions, getDonationTemplateOptions, updateDonationTemplate, type DonorResponse, type TemplateRequest, type TemplateResponse } from '@thesis/calls';
import { Link, useDraft, useLocation, usePreferences, useSearchParams, useUser } from '@thesis/portal';
import { useRegion } from '@thesis/region';
import { Anchor, EmptyState, ListSkeleton, Notice, Screen, toast } from '@thesis/ui';
import { useEffect } from 'react';
import { usePlaces } from '../post/use-places.ts';
import { useText } from '../text.ts';
import { emptyRecurring, recurringLike, recurringOf, type RecurringForm } from './recurring-form.ts';
import { RecurringEditor } from './RecurringEditor.tsx';
import { templatesChanged } from './template-lists.ts';

/** Makes a donation that posts itself; `?like=don_…` fills in one that was posted before. */
export function NewRecurring() {
  const text = useText();
  const user = useUser();
  const [, go] = useLocation();
  const { weightUnit } = usePreferences();
  const places = usePlaces();
  const [form, change, replace] = useDraft<RecurringForm>(`recurring.${user.subject}`, emptyRecurring(weightUnit, new Date()));
  useLike(replace);
  const onlyPlace = places.data?.length === 1 ? places.data[0]?.id : undefined;
  const filled = form.donorId === '' && onlyPlace ? { ...form, donorId: onlyPlace } : form;
  const command = useCommand({
    name: `new-template.${user.subject}`,
    send: async (body: TemplateRequest, key) => (await createDonationTemplate({ body, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => {
      replace(emptyRecurring(weightUnit, new Date()));
      void toast(text('recurring.made'));
      go('/donor/recurring');
    },
    refreshes: templatesChanged(),
  });
  return (
    <Screen title={text('recurring.newTitle')} lead={<Back />} width={720}>
      {places.isPending && <ListSkeleton label={text('loading')} />}
      {places.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void places.refetch() }} />}
      {places.data?.length === 0 && <EmptyState title={text('post.where')}>{text('post.whereNone')}</EmptyState>}
      {places.data && places.data.length > 0 && <Editor form={filled} change={change} places={places.data} command={command} submit={text('recurring.make')} />}
    </Screen>
  );
}

/** Changes a recurring donation; what is posted already stays as it is. */
export function EditRecurring({ id }: { readonly id: string }) {
  const text = useText();
  const template = useQuery(getDonationTemplateOptions({ path: { id } }));
  return (
    <Screen title={template.data?.title ?? text('recurring.title')} lead={<Back />} width={720}>
      {template.isPending && <ListSkeleton label={text('loading')} />}
      {template.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void template.refetch() }}>{(template.error as Error).message}</Notice>}
      {template.data && <Known key={String(template.data.version)} template={template.data} refetch={() => void template.refetch()} />}
    </Screen>
  );
}

function Known({ template, refetch }: { readonly template: TemplateResponse; readonly refetch: () => void }) {
  const text = useText();
  const [, go] = useLocation();
  const { language } = usePreferences();
  const places = usePlaces();
  const initial = recurringOf(template, language);
  const [form, change, clear] = useDraft<RecurringForm>(`recurring.${template.id}.${template.version}`, initial);
  const command = useCommand({
    name: `edit-template.${template.id}`,
    send: async (body: TemplateRequest, key) =>
      (await updateDonationTemplate({ path: { id: template.id }, body, headers: { 'Idempotency-Key': key, 'If-Match': `"${template.version}"` } })).data,
    onDone: () => {
      clear(initial);
      void toast(text('recurring.saved'));
      go('/donor/recurring');
    },
    refreshes: templatesChanged(template.id),
  });
  return (
    <>
      {command.error?.status === 412 && <Notice tone="warn" retry={{ label: text('retry'), onRetry: refetch }}>{text('post.stale')}</Notice>}
      <Editor form={form} change={change} places={places.data ?? []} command={command} submit={text('post.save')} fixedPlace />
    </>
  );
}

interface EditorProps {
  readonly form: RecurringForm;
  readonly change: (part: Partial<RecurringForm>) => void;
  readonly places: readonly DonorResponse[];
  readonly command: Command<TemplateRequest>;
  readonly submit: string;
  readonly fixedPlace?: boolean;
}

/** The editor by the clock of the chosen place. */
function Editor(props: EditorProps) {
  const place = props.places.find((each) => each.id === props.form.donorId) ?? props.places[0];
  const region = useRegion(place?.place.region).data;
  return <RecurringEditor {...props} region={region} />;
}

function Back() {
  const text = useText();
  return <Anchor component={Link} href="/donor/recurring" className="thesis-back">{text('recurring.title')}</Anchor>;
}

/** Fills in the donation that the address names, once. */
function useLike(replace: (form: RecurringForm) => void): void {
  const { language } = usePreferences();
  const [search, setSearch] = useSearchParams();
  const like = search.get('like');
  const donation = useQuery({ ...getDonationOptions({ path: { id: like ?? '' } }), enabled: like !== null });
  const found = donation.data;
  const region = useRegion(found?.place.region);
  useEffect(() => {
    if (!found || like === null || region.isLoading) return;
    replace(recurringLike(found, new Date(), region.data?.timeZone, language));
    setSearch((old) => {
      old.delete('like');
      return old;
    }, { replace: true });
  });
}

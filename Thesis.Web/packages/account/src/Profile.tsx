import { useCommand, useQuery } from '@thesis/api';
import { exportMyData, getMyProfileOptions, updateMyProfile, type ProfileRequest, type ProfileResponse } from '@thesis/calls';
import { changeLanguage, LANGUAGES, type WeightUnit } from '@thesis/i18n';
import { useDraft, usePrefer, usePreferences, useUser } from '@thesis/portal';
import { Button, Card, Group, ListSkeleton, Notice, Screen, SimpleGrid, Stack, Text, Title, toast } from '@thesis/ui';
import { Fieldset, NativeSelect, Switch, TextInput } from '@thesis/ui/forms';
import { Select } from '@thesis/ui/pickers';
import { useMemo, useState, type FormEvent, type ReactNode } from 'react';
import { profileOf, readProfile, shownLanguage, type ProfileForm } from './profile-form.ts';
import { saveJson } from './save-json.ts';
import { useAccountText } from './text.ts';

/** Who one is to others, and how one wants to be written to: name, language, units, time zone, quiet hours. Kept with the account. */
export function Profile({ lead }: { readonly lead?: ReactNode }) {
  const text = useAccountText();
  const profile = useQuery(getMyProfileOptions());
  return (
    <Screen title={text('profile.title')} lead={lead} width={620}>
      {profile.isPending && <ListSkeleton label={text('loading')} />}
      {profile.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void profile.refetch() }} />}
      {profile.data && <Editor profile={profile.data} refetch={() => void profile.refetch()} />}
      {profile.data && <Export />}
    </Screen>
  );
}

function Editor({ profile, refetch }: { readonly profile: ProfileResponse; readonly refetch: () => void }) {
  const text = useAccountText();
  const user = useUser();
  const preferences = usePreferences();
  const prefer = usePrefer();
  const [changed, change, clear] = useDraft<Partial<ProfileForm>>(`profile.${user.subject}`, {});
  const form: ProfileForm = { ...profileOf(profile, preferences), ...changed };
  const [tried, setTried] = useState(false);
  const request = readProfile(form);
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const command = useCommand({
    name: `profile.${user.subject}`,
    send: async (body: ProfileRequest, key) => (await updateMyProfile({ body, headers: { 'Idempotency-Key': key, 'If-Match': `"${profile.version}"` } })).data,
    onDone: (saved) => {
      clear({});
      setTried(false);
      const language = shownLanguage(saved.language);
      prefer({ weightUnit: saved.units as WeightUnit, ...(language ? { language } : {}) });
      if (language) void changeLanguage(language);
      void toast(text('profile.saved'));
    },
    refreshes: [getMyProfileOptions().queryKey],
  });
  const fault = (field: string) => command.fields[field]?.[0];
  const time = (field: 'quietFrom' | 'quietUntil', name: string) => (
    <TextInput
      type="time"
      label={text(`profile.${field}`)}
      value={form[field]}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
      error={tried && form[field] === '' ? text('profile.timeNeeded') : fault(`quietHours.${name}`)}
    />
  );
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (request) command.run(request);
  };
  return (
    <Card>
      <form onSubmit={save} noValidate>
        <Fieldset variant="unstyled" disabled={command.busy || command.unanswered}>
          <Stack>
            <TextInput label={text('profile.name')} description={text('profile.nameHint')} maxLength={100} autoComplete="name" value={form.name} onChange={(event) => change({ name: event.currentTarget.value })} error={fault('name')} />
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <NativeSelect label={text('profile.language')} value={form.language} data={languages(form.language)} onChange={(event) => change({ language: event.currentTarget.value })} error={fault('language')} />
              <NativeSelect
                label={text('profile.units')}
                value={form.units}
                data={(['kg', 'lb'] as const).map((value) => ({ value, label: text(`profile.${value}`) }))}
                onChange={(event) => change({ units: event.currentTarget.value as WeightUnit })}
                error={fault('units')}
              />
            </SimpleGrid>
            <Select label={text('profile.timeZone')} description={text('profile.timeZoneHint')} searchable clearable limit={50} placeholder={text('profile.regionZone')} clearButtonProps={{ 'aria-label': text('profile.regionZone') }} value={form.timeZone || null} data={zones} onChange={(zone) => change({ timeZone: zone ?? '' })} error={fault('timeZone')} />
            <Switch label={text('profile.quiet')} description={text('profile.quietHint')} checked={form.isQuiet} onChange={(event) => change({ isQuiet: event.currentTarget.checked })} />
            {form.isQuiet && (
              <SimpleGrid cols={2}>
                {time('quietFrom', 'from')}
                {time('quietUntil', 'until')}
              </SimpleGrid>
            )}
            {command.error?.status === 412 && <Notice tone="warn" retry={{ label: text('retry'), onRetry: refetch }}>{text('profile.stale')}</Notice>}
            {command.error && command.error.status !== 412 && <Notice tone="bad">{command.error.message}</Notice>}
            {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
            <Group>
              <Button type="submit" loading={command.busy}>
                {text('profile.save')}
              </Button>
            </Group>
          </Stack>
        </Fieldset>
      </form>
    </Card>
  );
}

/** The portals' languages, and the one that the profile names if it is another. */
const languages = (stated: string) => [
  ...Object.entries(LANGUAGES).map(([value, label]) => ({ value, label: label as string })),
  ...(Object.hasOwn(LANGUAGES, stated) ? [] : [{ value: stated, label: new Intl.DisplayNames(stated, { type: 'language' }).of(stated) ?? stated }]),
];

/** Everything that is kept of the person, to take along. */
function Export() {
  const text = useAccountText();
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      saveJson('thesis-data.json', (await exportMyData()).data);
    } catch {
      void toast(text('export.failed'), 'bad');
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card label={text('export.title')}>
      <Stack gap="sm">
        <Title order={2}>{text('export.title')}</Title>
        <Text size="sm">{text('export.hint')}</Text>
        <Group>
          <Button variant="default" loading={busy} onClick={() => void download()}>
            {text('export.download')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

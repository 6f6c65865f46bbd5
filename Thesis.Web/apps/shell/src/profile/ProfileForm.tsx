import { useCommand } from '@thesis/api';
import { exportMyData, getMyProfileQueryKey, updateMyProfile, type ProfileRequest, type ProfileResponse } from '@thesis/calls';
import { LANGUAGES } from '@thesis/i18n';
import { useDraft } from '@thesis/portal';
import { Button, Card, Group, Notice, SimpleGrid, Stack, Text, Title, toast } from '@thesis/ui';
import { Checkbox, Fieldset, NativeSelect, TextInput } from '@thesis/ui/forms';
import { useMemo, useState } from 'react';
import { useText } from '../text.ts';

interface Form {
  readonly name: string;
  readonly language: string;
  readonly units: string;
  /** Empty: the region's. */
  readonly timeZone: string;
  readonly isQuiet: boolean;
  readonly from: string;
  readonly until: string;
}

const toForm = ({ name, language, units, timeZone, quietHours }: ProfileResponse): Form =>
  ({ name, language, units, timeZone: timeZone ?? '', isQuiet: quietHours !== null, from: quietHours?.from ?? '22:00', until: quietHours?.until ?? '07:00' });

const toRequest = ({ name, language, units, timeZone, isQuiet, from, until }: Form): ProfileRequest =>
  ({ name: name.trim(), language, units, timeZone: timeZone === '' ? null : timeZone, quietHours: isQuiet ? { from, until } : null });

/** What messages to the user go by. */
export function ProfileForm({ known, onStale }: { readonly known: ProfileResponse; readonly onStale: () => void }) {
  const text = useText();
  const [form, change] = useDraft<Form>(`profile.${known.version}`, toForm(known));
  const [wrongZone, setWrongZone] = useState(false);
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const save = useCommand({
    name: 'profile',
    send: async (body: ProfileRequest, key) => (await updateMyProfile({ body, headers: { 'Idempotency-Key': key, 'If-Match': `"${known.version}"` } })).data,
    onDone: () => void toast(text('profile.saved')),
    refreshes: [getMyProfileQueryKey()],
  });
  const said = (field: string) => save.fields[field]?.join(' ');
  // A language that the portals do not have may have been stated elsewhere; it stays until another is chosen.
  const languages = { ...(form.language in LANGUAGES ? {} : { [form.language]: form.language }), ...LANGUAGES };
  return (
    <Card>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const wrong = form.timeZone !== '' && !zones.includes(form.timeZone);
          setWrongZone(wrong);
          if (!wrong) save.run(toRequest(form));
        }}
      >
        <Fieldset variant="unstyled" disabled={save.unanswered}>
          <Stack>
            <TextInput label={text('profile.name')} description={text('profile.nameHint')} value={form.name} maxLength={100} autoComplete="name" error={said('name')} onChange={(event) => change({ name: event.currentTarget.value })} />
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <NativeSelect label={text('profile.language')} value={form.language} data={Object.entries(languages).map(([value, label]) => ({ value, label }))} error={said('language')} onChange={(event) => change({ language: event.currentTarget.value })} />
              <NativeSelect label={text('profile.units')} value={form.units} data={[{ value: 'kg', label: text('settings.kg') }, { value: 'lb', label: text('settings.lb') }]} error={said('units')} onChange={(event) => change({ units: event.currentTarget.value })} />
            </SimpleGrid>
            <TextInput
              label={text('profile.zone')} description={text('profile.zoneHint')} list="profile-zones" value={form.timeZone} error={wrongZone ? text('profile.zoneFault') : said('timeZone')}
              onChange={(event) => {
                setWrongZone(false);
                change({ timeZone: event.currentTarget.value });
              }}
            />
            <datalist id="profile-zones">{zones.map((zone) => <option key={zone} value={zone} />)}</datalist>
            <Checkbox label={text('profile.quiet')} checked={form.isQuiet} onChange={(event) => change({ isQuiet: event.currentTarget.checked })} styles={{ body: { alignItems: 'center', minHeight: 44 } }} />
            {form.isQuiet && (
              <SimpleGrid cols={{ base: 1, xs: 2 }}>
                <TextInput type="time" label={text('profile.from')} value={form.from} error={said('quietHours.from')} onChange={(event) => change({ from: event.currentTarget.value })} />
                <TextInput type="time" label={text('profile.until')} value={form.until} error={said('quietHours.until')} onChange={(event) => change({ until: event.currentTarget.value })} />
              </SimpleGrid>
            )}
            {save.error && (
              <Notice tone="bad" {...(save.error.status === 412 ? { retry: { label: text('retry'), onRetry: onStale } } : {})}>
                {save.error.message}
              </Notice>
            )}
            {save.unanswered && <Notice tone="warn">{text('profile.unanswered')}</Notice>}
            <Group>
              <Button type="submit" loading={save.busy}>{text('profile.save')}</Button>
            </Group>
          </Stack>
        </Fieldset>
      </form>
      <Title order={2} mt="lg">{text('profile.data')}</Title>
      <Text c="dimmed" size="sm">{text('profile.dataHint')}</Text>
      <Export />
    </Card>
  );
}

/** Everything that is kept of the user, as a file. */
function Export() {
  const text = useText();
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const download = async () => {
    setState('busy');
    try {
      const { data } = await exportMyData();
      const address = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
      Object.assign(document.createElement('a'), { href: address, download: 'thesis-data.json' }).click();
      URL.revokeObjectURL(address);
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return (
    <Stack gap="xs" mt="sm" align="flex-start">
      <Button variant="default" loading={state === 'busy'} onClick={() => void download()}>{text('profile.download')}</Button>
      {state === 'failed' && <Notice tone="bad">{text('notifications.unreadable')}</Notice>}
    </Stack>
  );
}

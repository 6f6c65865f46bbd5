import { allPages, useCommand, useQuery } from '@thesis/api';
import { createDonor, createNgo, listRegions, type DonorRequest } from '@thesis/calls';
import { useDraft, useLocation, useUser } from '@thesis/portal';
import { Anchor, Button, Card, EmptyState, Group, ListSkeleton, Notice, Screen, SimpleGrid, Stack, toast } from '@thesis/ui';
import { Fieldset, NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState, type FormEvent } from 'react';
import { EMPTY, KINDS, readPlace, type Fault, type Owner, type PlaceForm } from './place-form.ts';
import { positionOfDevice, readPosition, writePosition } from './position.ts';
import { usePlaceText } from './text.ts';

interface PlacePageProps {
  readonly owner: Owner;
  /** The reads that a new place makes stale. */
  readonly refreshes: readonly (readonly unknown[])[];
  /** Where to go once it is stored. */
  readonly then: string;
}

/** A donor's or a charity's place, stated by whoever acts for it. */
export function PlacePage(props: PlacePageProps) {
  const text = usePlaceText();
  const regions = useQuery({ queryKey: ['regions'], queryFn: async () => [...(await allPages((page) => listRegions({ query: page })))].sort((a, b) => a.name.localeCompare(b.name)) });
  return (
    <Screen title={text('title')} lead={text('lead')} width={620}>
      {regions.isPending && <ListSkeleton label={text('loading')} />}
      {regions.isError && <Notice tone="bad" title={text('regionsUnreadable')} retry={{ label: text('retry'), onRetry: () => void regions.refetch() }} />}
      {regions.data?.length === 0 && <EmptyState title={text('noRegions')}>{text('noRegionsRemedy')}</EmptyState>}
      {regions.data && regions.data.length > 0 && <Editor {...props} regions={regions.data.map((one) => ({ value: one.region, label: one.name || one.region }))} />}
    </Screen>
  );
}

function Editor({ owner, refreshes, then, regions }: PlacePageProps & { readonly regions: readonly { readonly value: string; readonly label: string }[] }) {
  const text = usePlaceText();
  const user = useUser();
  const [, go] = useLocation();
  const [typed, change, replace] = useDraft<PlaceForm>(`place.${owner}.${user.subject}`, EMPTY);
  const form = { ...typed, region: typed.region || (regions.length === 1 ? (regions[0]?.value ?? '') : '') };
  const [tried, setTried] = useState(false);
  const { request, faults } = readPlace(form);
  const command = useCommand({
    name: `place.${owner}.${user.subject}`,
    send: async (body: DonorRequest, key) => {
      const headers = { 'Idempotency-Key': key };
      return owner === 'donor' ? (await createDonor({ body, headers })).data : (await createNgo({ body, headers })).data;
    },
    onDone: () => {
      replace(EMPTY);
      void toast(text('saved'));
      go(then);
    },
    refreshes,
  });
  const fault = (field: Fault) => (tried && faults.has(field) ? text(`fault.${field}`) : command.fields[field]?.[0]);
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
            <TextInput label={text('name')} autoComplete="organization" maxLength={200} value={form.name} onChange={(event) => change({ name: event.currentTarget.value })} error={fault('name')} />
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <NativeSelect
                label={text('kind')} value={form.kind} error={fault('kind')}
                data={[{ value: '', label: text('choose') }, ...KINDS[owner].map((value) => ({ value, label: text(`kinds.${value}`) }))]}
                onChange={(event) => change({ kind: event.currentTarget.value })}
              />
              <NativeSelect
                label={text('region')} value={form.region} error={fault('place.region')}
                data={[{ value: '', label: text('choose') }, ...regions]}
                onChange={(event) => change({ region: event.currentTarget.value })}
              />
            </SimpleGrid>
            <TextInput label={text('address')} description={text('addressHint')} autoComplete="street-address" maxLength={300} value={form.address} onChange={(event) => change({ address: event.currentTarget.value })} error={fault('place.address')} />
            <PositionField value={form.position} onChange={(position) => change({ position })} error={fault('place.latitude') ?? command.fields['place.longitude']?.[0]} />
            <TextInput label={text('hours')} description={text('hoursHint')} value={form.hours} onChange={(event) => change({ hours: event.currentTarget.value })} error={command.fields['openingHours']?.[0]} />
            {command.error && <Notice tone="bad" title={command.error.message} />}
            {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
            <Group>
              <Button type="submit" size="lg" loading={command.busy}>
                {text('save')}
              </Button>
            </Group>
          </Stack>
        </Fieldset>
      </form>
    </Card>
  );
}

interface PositionFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

function PositionField({ value, onChange, error }: PositionFieldProps) {
  const text = usePlaceText();
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  const read = readPosition(value);
  const ask = async () => {
    setAsking(true);
    setFailed(false);
    try {
      onChange(writePosition(await positionOfDevice()));
    } catch {
      setFailed(true);
    } finally {
      setAsking(false);
    }
  };
  return (
    <Stack gap="xs">
      <TextInput label={text('position')} description={text('positionHint')} value={value} onChange={(event) => onChange(event.currentTarget.value)} error={error} inputMode="text" dir="ltr" />
      <Group>
        <Button variant="default" loading={asking} onClick={() => void ask()}>
          {text('here')}
        </Button>
        {read && (
          <Anchor href={`https://www.openstreetmap.org/?mlat=${read.latitude}&mlon=${read.longitude}#map=18/${read.latitude}/${read.longitude}`} target="_blank" rel="noreferrer">
            {text('onMap')}
          </Anchor>
        )}
      </Group>
      {failed && <Notice tone="warn">{text('hereFailed')}</Notice>}
    </Stack>
  );
}

import { allPages, useCommand, useQuery } from '@thesis/api';
import { listDonors, listNgos, updateNgo, verifyDonor, verifyNgo, type DonorResponse, type NgoResponse } from '@thesis/calls';
import { Link, useFormats, useSearchParams, useUser } from '@thesis/portal';
import { Box, Button, Card, EmptyState, Group, ListSkeleton, Notice, Stack, StatusBadge, Text, Title, toast } from '@thesis/ui';
import { Checkbox, SegmentedControl, TextInput } from '@thesis/ui/forms';
import { NumberInput } from '@thesis/ui/pickers';
import { useState } from 'react';
import { RegionScreen } from '../RegionScreen.tsx';
import { useText } from '../text.ts';
import { Invite } from './Invite.tsx';

const KINDS = ['donors', 'ngos'] as const;
const STEP = 30;
type Place = DonorResponse | NgoResponse;

const isNgo = (place: Place): place is NgoResponse => 'dailySlots' in place;

/** Donors and charities of a region: those to be checked first. `?kind=`, `?all=` and `?q=` are in the address. */
export default function Places() {
  const text = useText();
  return (
    <RegionScreen title={text('places.title')} width={900} actions={<Actions />}>
      {(region) => <List key={region} region={region} />}
    </RegionScreen>
  );
}

function Actions() {
  const text = useText();
  const isAdmin = useUser().roles.includes('admin');
  return (
    <Group gap="xs">
      {isAdmin && <Button component={Link} href="/admin/people" variant="default">{text('people.title')}</Button>}
      <Button component={Link} href="/admin/import" variant="default">{text('places.import')}</Button>
    </Group>
  );
}

function List({ region }: { readonly region: string }) {
  const text = useText();
  const [search, setSearch] = useSearchParams();
  const [most, setMost] = useState(STEP);
  const kind = search.get('kind') === 'ngos' ? 'ngos' : 'donors';
  const all = search.has('all');
  const words = search.get('q') ?? '';
  const places = useQuery({
    queryKey: ['places', region, kind, all],
    queryFn: (): Promise<readonly Place[]> => {
      const query = { region, ...(all ? {} : { verified: false }) };
      return kind === 'ngos' ? allPages((page) => listNgos({ query: { ...query, ...page } })) : allPages((page) => listDonors({ query: { ...query, ...page } }));
    },
  });
  const put = (name: string, value: string) => setSearch((old) => {
    if (value === '') old.delete(name);
    else old.set(name, value);
    return old;
  }, { replace: true });
  const wanted = words.trim().toLocaleLowerCase();
  const found = (places.data ?? []).filter((place) => `${place.name} ${place.place.address}`.toLocaleLowerCase().includes(wanted));
  return (
    <Stack>
      <Group align="flex-end">
        <SegmentedControl aria-label={text('places.kind')} value={kind} data={KINDS.map((value) => ({ value, label: text(`places.${value}`) }))} onChange={(value) => put('kind', value)} />
        <TextInput label={text('search')} type="search" value={words} onChange={(event) => put('q', event.currentTarget.value)} style={{ flex: '1 1 200px' }} />
        <Checkbox label={text('places.all')} checked={all} onChange={(event) => put('all', event.currentTarget.checked ? '1' : '')} styles={{ body: { alignItems: 'center', minHeight: 44 } }} />
      </Group>
      {places.isPending && <ListSkeleton label={text('loading')} />}
      {places.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void places.refetch() }} />}
      {places.isSuccess && <Text size="sm" c="dimmed" role="status">{text('places.found', { count: found.length })}</Text>}
      {places.isSuccess && found.length === 0 && <EmptyState title={text(all ? 'places.none' : 'places.noQueue')}>{text(all ? 'places.noneRemedy' : 'places.noQueueRemedy')}</EmptyState>}
      {found.slice(0, most).map((place) => <PlaceCard key={place.id} place={place} />)}
      {found.length > most && <Button variant="default" onClick={() => setMost(most + STEP)}>{text('more')}</Button>}
    </Stack>
  );
}

function PlaceCard({ place }: { readonly place: Place }) {
  const text = useText();
  const [editing, setEditing] = useState(false);
  const [inviting, setInviting] = useState(false);
  const verify = useCommand({
    name: `verify.${place.id}`,
    send: async (_: null, key): Promise<Place> => (await (isNgo(place) ? verifyNgo : verifyDonor)({ path: { id: place.id }, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('places.verified', { name: place.name })),
    refreshes: [['places']],
  });
  return (
    <Card>
      <Group justify="space-between" align="flex-start">
        <Box flex={1} miw={220}>
          <Group gap="xs">
            <Title order={2}>{place.name}</Title>
            {!place.verified && <StatusBadge tone="warn">{text('places.unverified')}</StatusBadge>}
          </Group>
          <Text>{place.place.address}</Text>
          <Text size="sm" c="dimmed">
            {place.kind.replaceAll('_', ' ')}
            {place.openingHours && ` · ${place.openingHours}`}
          </Text>
          {isNgo(place) && <Capacity ngo={place} />}
          {(place.managers ?? []).length > 0 && (
            <Text size="sm" c="dimmed">
              {text('places.managers', { names: (place.managers ?? []).join(', ') })}
            </Text>
          )}
        </Box>
        <Group gap="xs">
          {!place.verified && <Button loading={verify.busy} onClick={() => verify.run(null)}>{text('places.verify')}</Button>}
          {isNgo(place) && <Button variant="default" aria-expanded={editing} onClick={() => setEditing(!editing)}>{text('places.edit')}</Button>}
          <Button variant="default" aria-expanded={inviting} aria-label={text('invite.to', { name: place.name })} onClick={() => setInviting(!inviting)}>{text('invite.open')}</Button>
        </Group>
      </Group>
      {verify.error && <Notice tone="bad">{verify.error.message}</Notice>}
      {inviting && <Invite organisation={place.id} onDone={() => setInviting(false)} />}
      {editing && isNgo(place) && <EditCapacity ngo={place} onDone={() => setEditing(false)} />}
    </Card>
  );
}

function Capacity({ ngo }: { readonly ngo: NgoResponse }) {
  const text = useText();
  const formats = useFormats();
  return <Text size="sm">{text('places.capacity', { weight: formats.weight(ngo.dailyCapacityKg), slots: formats.number(ngo.dailySlots), priority: formats.number(ngo.priority) })}</Text>;
}

/** What an explanation says would help: more deliveries, more kilograms, another priority. */
function EditCapacity({ ngo, onDone }: { readonly ngo: NgoResponse; readonly onDone: () => void }) {
  const text = useText();
  const [slots, setSlots] = useState<number | string>(ngo.dailySlots);
  const [kg, setKg] = useState<number | string>(ngo.dailyCapacityKg);
  const [priority, setPriority] = useState<number | string>(ngo.priority);
  const save = useCommand({
    name: `capacity.${ngo.id}`,
    send: async (body: { readonly dailySlots: number; readonly dailyCapacityKg: number; readonly priority: number }, key) => {
      const { id, version, name, kind, place: at, openingHours, managers, storageClasses, foodPreferences, accepting, storageCapacityKg } = ngo;
      const known = { name, kind, place: at, openingHours, managers, storageClasses, foodPreferences, accepting, storageCapacityKg };
      return (await updateNgo({ path: { id }, body: { ...known, ...body }, headers: { 'Idempotency-Key': key, 'If-Match': `"${version}"` } })).data;
    },
    onDone: () => {
      void toast(text('places.saved'));
      onDone();
    },
    refreshes: [['places']],
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.run({ dailySlots: Number(slots), dailyCapacityKg: Number(kg), priority: Number(priority) });
      }}
    >
      <Group align="flex-end" mt="sm">
        <NumberInput label={text('places.slots')} min={0} max={1000} allowDecimal={false} value={slots} onChange={setSlots} error={save.fields.dailySlots?.join(' ')} w={170} />
        <NumberInput label={text('places.kg')} min={0} max={100_000} value={kg} onChange={setKg} error={save.fields.dailyCapacityKg?.join(' ')} w={170} />
        <NumberInput label={text('places.priority')} min={1} max={5} allowDecimal={false} value={priority} onChange={setPriority} error={save.fields.priority?.join(' ')} w={130} />
        <Button type="submit" loading={save.busy} disabled={[slots, kg, priority].includes('')}>{text('save')}</Button>
      </Group>
      {save.error && <Notice tone="bad">{save.error.message}</Notice>}
    </form>
  );
}

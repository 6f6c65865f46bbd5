import { allPages, useCommand, useQuery } from '@thesis/api';
import { cancelAllocationRun, getAllocationRun, listAllocationExplanations, listAllocations, type AllocationView, type RunView, type ShortfallView } from '@thesis/calls';
import { Link, useFormats, useSearchParams } from '@thesis/portal';
import { Anchor, Box, Button, Card, EmptyState, Figure, Group, ListSkeleton, Notice, Screen, SimpleGrid, Stack, Text, Title } from '@thesis/ui';
import { SegmentedControl, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useRegionRefresh } from '../live.ts';
import { useText } from '../text.ts';
import { RunBadge } from './Runs.tsx';

const VIEWS = ['lots', 'ngo', 'donation'] as const;
type View = (typeof VIEWS)[number];
const STEP = 40;

/** One run: what it placed and why, and what kept charities and donations from more. `?show=` and `?q=` are in the address. */
export default function RunPage({ id }: { readonly id: string }) {
  const text = useText();
  const key = ['run', id];
  const run = useQuery({ queryKey: key, queryFn: async () => (await getAllocationRun({ path: { id } })).data });
  useRegionRefresh(run.data?.region ?? null, [key]);
  return (
    <Screen title={text('run.title')} lead={<Anchor component={Link} href={`/admin/runs${run.data ? `?region=${run.data.region}` : ''}`} className="thesis-back">{text('run.back')}</Anchor>} width={1000}>
      {run.isPending && <ListSkeleton label={text('loading')} />}
      {run.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void run.refetch() }}>{(run.error as Error).message}</Notice>}
      {run.data && <Summary run={run.data} />}
      {run.data?.status === 'completed' && <Explanations run={run.data} />}
    </Screen>
  );
}

function Summary({ run }: { readonly run: RunView }) {
  const text = useText();
  const formats = useFormats();
  const cancel = useCommand({
    name: `cancel-run.${run.id}`,
    send: async (_: null, key) => (await cancelAllocationRun({ path: { id: run.id }, headers: { 'Idempotency-Key': key } })).data,
    refreshes: [['run', run.id], ['runs']],
  });
  const figures: readonly (readonly [name: 'placed' | 'offered' | 'lots' | 'donations' | 'ngos' | 'gap' | 'time', value: string])[] = [
    ['placed', formats.weight(run.allocatedKg)], ['offered', formats.weight(run.offeredKg)], ['lots', formats.number(run.lots)], ['donations', formats.number(run.donations)],
    ['ngos', formats.number(run.ngos)], ['gap', run.gap === null ? '–' : `${formats.number(100 * run.gap)} %`],
    ['time', run.totalMs === null ? '–' : text('runs.seconds', { seconds: formats.number(run.totalMs / 1000) })],
  ];
  return (
    <Card>
      <Stack>
        <Group justify="space-between">
          <Group gap="xs">
            <RunBadge run={run} />
            <Text fw={600}>{formats.moment(run.requestedAt)}</Text>
            <Text c="dimmed">{run.strategyVersion}</Text>
          </Group>
          {run.status === 'requested' && <Button variant="default" loading={cancel.busy} onClick={() => cancel.run(null)}>{text('run.cancel')}</Button>}
        </Group>
        {cancel.error && <Notice tone="bad">{cancel.error.message}</Notice>}
        {run.reason && <Text>{run.reason}</Text>}
        <SimpleGrid component="dl" cols={{ base: 2, sm: 4, md: 7 }} m={0}>
          {figures.map(([name, value]) => <Figure key={name} label={text(`run.figure.${name}`)} value={value} />)}
        </SimpleGrid>
      </Stack>
    </Card>
  );
}

function Explanations({ run }: { readonly run: RunView }) {
  const text = useText();
  const [search, setSearch] = useSearchParams();
  const show = VIEWS.find((view) => view === search.get('show')) ?? 'lots';
  const words = search.get('q') ?? '';
  const put = (name: string, value: string) => setSearch((old) => {
    if (value === '') old.delete(name);
    else old.set(name, value);
    return old;
  }, { replace: true });
  return (
    <Stack>
      <Group align="flex-end">
        <SegmentedControl aria-label={text('run.show')} value={show} data={VIEWS.map((value) => ({ value, label: text(`run.view.${value}`) }))} onChange={(value) => put('show', value)} />
        <TextInput label={text('search')} type="search" value={words} onChange={(event) => put('q', event.currentTarget.value)} style={{ flex: '1 1 220px' }} />
      </Group>
      {show === 'lots' ? <Lots id={run.id} words={words} /> : <Shortfalls key={show} id={run.id} subject={show} words={words} region={run.region} />}
    </Stack>
  );
}

const matches = (words: string, ...names: readonly string[]): boolean => names.join(' ').toLocaleLowerCase().includes(words.trim().toLocaleLowerCase());

function Lots({ id, words }: { readonly id: string; readonly words: string }) {
  const text = useText();
  const formats = useFormats();
  const lots = useQuery({ queryKey: ['run', id, 'lots'], queryFn: () => allPages((page) => listAllocations({ path: { id }, query: page })), staleTime: Infinity });
  if (lots.isPending) return <ListSkeleton label={text('loading')} />;
  if (lots.isError) return <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void lots.refetch() }} />;
  const found = lots.data.filter((lot) => matches(words, lot.donationTitle, lot.donorName, lot.ngoName));
  return (
    <Cut items={found} none={text('run.noLots')}>
      {(lot: AllocationView) => (
        <Card key={lot.id}>
          <Title order={2}>{text('run.lot', { weight: formats.weight(lot.kg), title: lot.donationTitle, ngo: lot.ngoName })}</Title>
          <Text size="sm" c="dimmed">
            {lot.donorName} · {formats.distance(lot.km)}
            {lot.releasedKg > 0 && ` · ${text('run.released', { weight: formats.weight(lot.releasedKg) })}`}
          </Text>
          <Why lines={lot.explanation.why} />
        </Card>
      )}
    </Cut>
  );
}

function Shortfalls({ id, subject, words, region }: { readonly id: string; readonly subject: Exclude<View, 'lots'>; readonly words: string; readonly region: string }) {
  const text = useText();
  const formats = useFormats();
  const all = useQuery({ queryKey: ['run', id, 'shortfalls', subject], queryFn: () => allPages((page) => listAllocationExplanations({ path: { id }, query: { subject, ...page } })), staleTime: Infinity });
  if (all.isPending) return <ListSkeleton label={text('loading')} />;
  if (all.isError) return <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void all.refetch() }} />;
  const found = all.data.filter((one) => matches(words, one.name, one.donorName));
  return (
    <Cut items={found} none={text('run.noShortfalls')}>
      {(one: ShortfallView) => (
        <Card key={one.ngoId ?? one.donationId ?? one.name}>
          <Group justify="space-between" align="flex-start">
            <Box>
              <Title order={2}>{one.name}</Title>
              <Text size="sm" c="dimmed">
                {text(subject === 'ngo' ? 'run.gets' : 'run.leaves', { weight: formats.weight(one.allocatedKg), left: formats.weight(one.leftKg) })}
              </Text>
            </Box>
            {one.ngoId && (
              <Group gap="xs">
                {one.limits.some((limit) => ['slots', 'capacity', 'storage_capacity'].includes(limit.kind)) && (
                  <Button component={Link} href={`/admin/places?region=${region}&kind=ngos&all=1&q=${encodeURIComponent(one.name)}`} variant="default">{text('run.raise')}</Button>
                )}
                <Button component={Link} href={`/admin/map?region=${region}&chosen=${one.ngoId}`} variant="default">{text('order.onMap')}</Button>
              </Group>
            )}
          </Group>
          <Why lines={one.why} />
        </Card>
      )}
    </Cut>
  );
}

/** The reasons as the engine says them. */
function Why({ lines }: { readonly lines: readonly string[] }) {
  return lines.length === 0 ? null : (
    <ul className="why" lang="en" dir="ltr">
      {lines.map((line) => <li key={line}>{line}</li>)}
    </ul>
  );
}

function Cut<T>({ items, none, children }: { readonly items: readonly T[]; readonly none: string; readonly children: (item: T) => React.ReactNode }) {
  const text = useText();
  const [most, setMost] = useState(STEP);
  if (items.length === 0) return <EmptyState title={none}>{text('run.noneRemedy')}</EmptyState>;
  return (
    <Stack gap="sm">
      {items.slice(0, most).map(children)}
      {items.length > most && <Button variant="default" onClick={() => setMost(most + STEP)}>{text('more')}</Button>}
    </Stack>
  );
}

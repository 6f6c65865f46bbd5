import { useCommand, useInfiniteQuery } from '@thesis/api';
import { listAllocationRuns, startAllocationRun, type RunView } from '@thesis/calls';
import { Link, useFormats, useLocation, useNow, useSearchParams } from '@thesis/portal';
import { Anchor, Button, Card, EmptyState, Group, ListSkeleton, Notice, Stack, StatusBadge, Text, type Tone } from '@thesis/ui';
import { Table } from '@thesis/ui/data';
import { Checkbox, NativeSelect } from '@thesis/ui/forms';
import { useRegionRefresh } from '../live.ts';
import { RegionScreen } from '../RegionScreen.tsx';
import { useText } from '../text.ts';
import { CompareRuns } from './CompareRuns.tsx';

const PAGE = 25;
const STATUSES = ['requested', 'completed', 'failed'] as const;
export const RUN_TONES: Readonly<Record<string, Tone>> = { requested: 'info', completed: 'good', failed: 'bad' };

/** The runs of a region, newest first; two that are ticked are compared. `?status=` and `?compare=` are in the address. */
export default function Runs() {
  const text = useText();
  return <RegionScreen title={text('runs.title')} width={1200}>{(region) => <History key={region} region={region} />}</RegionScreen>;
}

function History({ region }: { readonly region: string }) {
  const text = useText();
  const [search, setSearch] = useSearchParams();
  const status = search.get('status') ?? '';
  const compared = (search.get('compare') ?? '').split(',').filter((id) => id !== '');
  const key = ['runs', region, status];
  const runs = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam }) => (await listAllocationRuns({ query: { region, pageSize: PAGE, ...(status ? { status } : {}), ...(pageParam ? { pageToken: pageParam } : {}) } })).data,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextPageToken,
  });
  useRegionRefresh(region, [key]);
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const put = (name: string, value: string) => setSearch((old) => {
    if (value === '') old.delete(name);
    else old.set(name, value);
    return old;
  });
  // The newest two that were ticked.
  const tick = (id: string) => put('compare', (compared.includes(id) ? compared.filter((one) => one !== id) : [...compared, id].slice(-2)).join(','));
  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <NativeSelect
          label={text('runs.filter')}
          value={status}
          data={[{ value: '', label: text('runs.all') }, ...STATUSES.map((value) => ({ value, label: text(`run.${value}`) }))]}
          onChange={(event) => put('status', event.currentTarget.value)}
        />
        <StartRun region={region} />
      </Group>
      {compared.length === 2 ? <CompareRuns ids={compared} /> : <Text size="sm" c="dimmed">{text('runs.compareHint')}</Text>}
      {runs.isPending && <ListSkeleton label={text('loading')} />}
      {runs.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void runs.refetch() }} />}
      {runs.isSuccess && items.length === 0 && <EmptyState title={text('runs.none')}>{text('runs.noneRemedy')}</EmptyState>}
      {items.length > 0 && <List runs={items} ticked={compared} onTick={tick} />}
      {runs.hasNextPage && (
        <Button variant="default" loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
          {text('more')}
        </Button>
      )}
    </Stack>
  );
}

function List({ runs, ticked, onTick }: { readonly runs: readonly RunView[]; readonly ticked: readonly string[]; readonly onTick: (id: string) => void }) {
  const text = useText();
  const formats = useFormats();
  const now = useNow(60_000);
  return (
    <Card p={0}>
      <Table.ScrollContainer minWidth={760} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text('runs.title') } }}>
        <Table striped verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              {(['compare', 'when', 'state', 'strategy', 'donations', 'placed', 'lots', 'time'] as const).map((name) => <Table.Th key={name}>{text(`runs.${name}`)}</Table.Th>)}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {runs.map((run) => (
              <Table.Tr key={run.id}>
                <Table.Td>
                  <Checkbox aria-label={text('runs.compareThis', { time: formats.moment(run.requestedAt) })} checked={ticked.includes(run.id)} onChange={() => onTick(run.id)} />
                </Table.Td>
                <Table.Td>
                  <Anchor component={Link} href={`/admin/runs/${run.id}?region=${run.region}`}>
                    {formats.moment(run.requestedAt)}
                  </Anchor>
                  <Text size="xs" c="dimmed">
                    {formats.relative(run.requestedAt, now)}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <RunBadge run={run} />
                </Table.Td>
                <Table.Td>{run.strategyVersion}</Table.Td>
                <Table.Td>{formats.number(run.donations)}</Table.Td>
                <Table.Td>{text('runs.placedOf', { placed: formats.weight(run.allocatedKg), offered: formats.weight(run.offeredKg) })}</Table.Td>
                <Table.Td>{formats.number(run.lots)}</Table.Td>
                <Table.Td>{run.totalMs === null ? '–' : text('runs.seconds', { seconds: formats.number(run.totalMs / 1000) })}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

export function RunBadge({ run }: { readonly run: RunView }) {
  const text = useText();
  const status = STATUSES.find((one) => one === run.status);
  return <StatusBadge tone={RUN_TONES[run.status] ?? 'plain'}>{status ? text(`run.${status}`) : run.status}</StatusBadge>;
}

/** Plans the region now, rather than when the next change is quiet. */
function StartRun({ region }: { readonly region: string }) {
  const text = useText();
  const [, go] = useLocation();
  const command = useCommand({
    name: `run.${region}`,
    send: async (_: null, key) => (await startAllocationRun({ body: { region }, headers: { 'Idempotency-Key': key } })).data,
    onDone: (run) => go(`/admin/runs/${run.id}?region=${run.region}`),
    refreshes: [['runs']],
  });
  return (
    <Stack gap="xs" align="flex-end">
      <Button loading={command.busy} onClick={() => command.run(null)}>
        {text('runs.start')}
      </Button>
      {command.error && <Notice tone="bad">{command.error.message}</Notice>}
    </Stack>
  );
}

import { allPages, useCommand, useQuery } from '@thesis/api';
import { chooseAllocationStrategy, listAllocationRuns, listAllocationStrategies, startAllocationRun, type StrategyView } from '@thesis/calls';
import { useLocation, useSearchParams } from '@thesis/portal';
import { Box, Button, Card, Group, ListSkeleton, Notice, Stack, StatusBadge, Text, Title, toast } from '@thesis/ui';
import { Table } from '@thesis/ui/data';
import { Checkbox, NativeSelect } from '@thesis/ui/forms';
import { BackToOffice } from '../office/BackToOffice.tsx';
import { nameOf } from '../regions.ts';
import { RegionScreen } from '../RegionScreen.tsx';
import { flatten } from '../runs/compare.ts';
import { useText } from '../text.ts';

/** The strategies: what they differ in, which one the region uses, and a switch to another. `?a=`, `?b=` are compared. */
export default function Strategies() {
  const text = useText();
  return <RegionScreen title={text('strategies.title')} lead={<BackToOffice />} width={1100}>{(region) => <List key={region} region={region} />}</RegionScreen>;
}

function List({ region }: { readonly region: string }) {
  const text = useText();
  const all = useQuery({ queryKey: ['strategies'], queryFn: () => allPages((page) => listAllocationStrategies({ query: page })) });
  // The API does not say which strategy a region has; its newest run does.
  const last = useQuery({ queryKey: ['runs', region, 'newest'], queryFn: async () => (await listAllocationRuns({ query: { region, pageSize: 1 } })).data.items[0] ?? null });
  if (all.isPending) return <ListSkeleton label={text('loading')} />;
  if (all.isError) return <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void all.refetch() }} />;
  return (
    <Stack>
      {all.data.map((strategy) => (
        <Card key={strategy.name}>
          <Group justify="space-between" align="flex-start">
            <Box flex={1} miw={220}>
              <Group gap="xs">
                <Title order={2}>{strategy.name}</Title>
                {last.data?.strategyVersion === strategy.name && <StatusBadge tone="good">{text('strategies.newest')}</StatusBadge>}
              </Group>
              <Text>{strategy.about}</Text>
            </Box>
            <Switch region={region} strategy={strategy.name} />
          </Group>
        </Card>
      ))}
      <Compare strategies={all.data} />
    </Stack>
  );
}

/** Uses a strategy from the next run on, or for one run only. */
function Switch({ region, strategy }: { readonly region: string; readonly strategy: string }) {
  const text = useText();
  const [, go] = useLocation();
  const choose = useCommand({
    name: `strategy.${region}.${strategy}`,
    send: async (_: null, key) => (await chooseAllocationStrategy({ path: { region }, body: { strategy }, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('strategies.chosen', { region: nameOf(region), strategy })),
  });
  const once = useCommand({
    name: `run.${region}.${strategy}`,
    send: async (_: null, key) => (await startAllocationRun({ body: { region, strategy }, headers: { 'Idempotency-Key': key } })).data,
    onDone: (run) => go(`/admin/runs/${run.id}?region=${region}`),
    refreshes: [['runs']],
  });
  const error = choose.error ?? once.error;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button loading={choose.busy} disabled={once.busy} onClick={() => choose.run(null)}>{text('strategies.use')}</Button>
        <Button variant="default" loading={once.busy} disabled={choose.busy} onClick={() => once.run(null)}>{text('strategies.once')}</Button>
      </Group>
      {error && <Notice tone="bad">{error.message}</Notice>}
    </Stack>
  );
}

function Compare({ strategies }: { readonly strategies: readonly StrategyView[] }) {
  const text = useText();
  const [search, setSearch] = useSearchParams();
  const [first, second] = strategies;
  if (!first || !second) return null;
  const a = strategies.find((one) => one.name === search.get('a')) ?? first;
  const b = strategies.find((one) => one.name === search.get('b')) ?? second;
  const whole = search.has('whole');
  const [left, right] = [flatten(a.document), flatten(b.document)];
  const names = [...new Set([...left.keys(), ...right.keys()])].filter((name) => whole || left.get(name) !== right.get(name));
  const put = (name: string, value: string) => setSearch((old) => {
    if (value === '') old.delete(name);
    else old.set(name, value);
    return old;
  }, { replace: true });
  const pick = (side: 'a' | 'b', value: string) => (
    <NativeSelect label={text(`strategies.${side}`)} value={value} data={strategies.map((one) => one.name)} onChange={(event) => put(side, event.currentTarget.value)} />
  );
  return (
    <Card label={text('strategies.compare')}>
      <Stack>
        <Title order={2}>{text('strategies.compare')}</Title>
        <Group align="flex-end">
          {pick('a', a.name)}
          {pick('b', b.name)}
          <Checkbox label={text('strategies.whole')} checked={whole} onChange={(event) => put('whole', event.currentTarget.checked ? '1' : '')} styles={{ body: { alignItems: 'center', minHeight: 44 } }} />
        </Group>
        {names.length === 0 && <Text>{text('strategies.same')}</Text>}
        {names.length > 0 && (
          <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text('strategies.compare') } }}>
            <Table className="figures">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{text('strategies.setting')}</Table.Th>
                  <Table.Th>{a.name}</Table.Th>
                  <Table.Th>{b.name}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {names.map((name) => (
                  <Table.Tr key={name}>
                    <Table.Td>
                      <code>{name}</code>
                    </Table.Td>
                    {[left, right].map((side, index) => (
                      <Table.Td key={index} className={left.get(name) === right.get(name) ? '' : 'changed'}>
                        {side.get(name) ?? '–'}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Stack>
    </Card>
  );
}

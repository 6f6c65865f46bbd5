import { useQuery } from '@thesis/api';
import { getImpact, type ImpactResponse } from '@thesis/calls';
import { saveCsv } from '@thesis/orders';
import { useFormats } from '@thesis/portal';
import { Button, Card, EmptyState, Figure, Group, ListSkeleton, Notice, SimpleGrid, Stack, Text, Title } from '@thesis/ui';
import { Table } from '@thesis/ui/data';
import { NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useAddress } from '../address.ts';
import { BackToOffice } from '../office/BackToOffice.tsx';
import { RegionScreen } from '../RegionScreen.tsx';
import { useText } from '../text.ts';
import { daysBefore, groupsOf, periodsOf, type Period } from './bars.ts';

const PERIODS = ['day', 'month', 'year'] as const;
const GROUPS = ['region', 'donor', 'ngo'] as const;
const STEP = 30;

const today = (): string => new Date().toISOString().slice(0, 10);

/** What arrived, by period and by whom. `?period=`, `?by=`, `?from=` and `?until=` are in the address. */
export default function Figures() {
  const text = useText();
  return <RegionScreen title={text('figures.title')} lead={<BackToOffice />} width={1000}>{(region) => <OfRegion key={region} region={region} />}</RegionScreen>;
}

function OfRegion({ region }: { readonly region: string }) {
  const text = useText();
  const [of, put] = useAddress();
  const period = PERIODS.find((one) => one === of('period')) ?? 'day';
  const by = GROUPS.find((one) => one === of('by')) ?? 'ngo';
  const until = of('until') || today();
  const from = of('from') || daysBefore(until, 29);
  const isWrong = from > until;
  const impact = useQuery({
    queryKey: ['impact', region, period, by, from, until],
    queryFn: async () => (await getImpact({ query: { region, period, groupBy: by, from, until } })).data,
    enabled: !isWrong,
  });
  return (
    <Stack>
      <Group align="flex-start">
        <TextInput type="date" label={text('figures.from')} value={from} max={until} error={isWrong ? text('figures.wrongOrder') : undefined} onChange={(event) => put({ from: event.currentTarget.value })} />
        <TextInput type="date" label={text('figures.until')} value={until} onChange={(event) => put({ until: event.currentTarget.value })} />
        <NativeSelect label={text('figures.period')} value={period} data={PERIODS.map((value) => ({ value, label: text(`figures.by.${value}`) }))} onChange={(event) => put({ period: event.currentTarget.value })} />
        <NativeSelect label={text('figures.group')} value={by} data={GROUPS.map((value) => ({ value, label: text(`figures.of.${value}`) }))} onChange={(event) => put({ by: event.currentTarget.value })} />
      </Group>
      {impact.isLoading && <ListSkeleton label={text('loading')} />}
      {impact.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void impact.refetch() }}>{impact.error.message}</Notice>}
      {impact.data?.items.length === 0 && <EmptyState title={text('figures.none')}>{text('figures.noneRemedy')}</EmptyState>}
      {impact.data && impact.data.items.length > 0 && <Shown impact={impact.data} />}
    </Stack>
  );
}

function Shown({ impact }: { readonly impact: ImpactResponse }) {
  const text = useText();
  const formats = useFormats();
  // Days are written as they are, wherever the reader is.
  const days = useFormats('UTC');
  const [most, setMost] = useState(STEP);
  const groups = groupsOf(impact.items);
  const period = PERIODS.find((one) => one === impact.period) ?? 'day';
  const heads = [text(`figures.of.${GROUPS.find((one) => one === impact.groupBy) ?? 'region'}`), text('figures.deliveries'), text('figures.kg'), text('figures.meals'), text('figures.co2e')];
  return (
    <>
      <SimpleGrid component="dl" cols={{ base: 2, sm: 4 }} m={0}>
        <Figure label={text('figures.kg')} value={formats.weight(impact.totalKg)} note={text('figures.period_note', { from: days.day(impact.from), until: days.day(impact.until) })} />
        <Figure label={text('figures.deliveries')} value={formats.number(impact.totalDeliveries)} />
        <Figure label={text('figures.meals')} value={formats.number(impact.totalMeals)} note={text('figures.perMeal', { weight: formats.weight(impact.kgPerMeal) })} />
        <Figure label={text('figures.co2e')} value={formats.weight(impact.totalCo2eKg)} />
      </SimpleGrid>
      {impact.truncated && <Notice tone="warn">{text('figures.truncated')}</Notice>}
      <Card label={text('figures.overTime')}>
        <Stack gap="xs">
          <Title order={2}>{text('figures.overTime')}</Title>
          <Bars periods={periodsOf(impact.items)} isDaily={period === 'day'} />
        </Stack>
      </Card>
      <Card label={text('figures.whom')}>
        <Stack gap="xs">
          <Group justify="space-between">
            <Title order={2}>{text('figures.whom')}</Title>
            <Button variant="default" onClick={() => saveCsv(`impact-${impact.from}-${impact.until}.csv`, [['period', ...heads], ...impact.items.map((item) => [item.periodStart, item.name, item.deliveries, item.kg, item.meals, item.co2eKg])])}>
              {text('import.csv')}
            </Button>
          </Group>
          <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text('figures.whom') } }}>
            <Table striped className="figures">
              <Table.Thead>
                <Table.Tr>{heads.map((head) => <Table.Th key={head}>{head}</Table.Th>)}</Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {groups.slice(0, most).map((group) => (
                  <Table.Tr key={group.id}>
                    <Table.Td>{group.name}</Table.Td>
                    <Table.Td>{formats.number(group.deliveries)}</Table.Td>
                    <Table.Td>{formats.weight(group.kg)}</Table.Td>
                    <Table.Td>{formats.number(group.meals)}</Table.Td>
                    <Table.Td>{formats.weight(group.co2eKg)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {groups.length > most && <Button variant="default" onClick={() => setMost(most + STEP)}>{text('more')}</Button>}
          <Text size="xs" c="dimmed">{text('figures.sources', { sources: impact.sources.join('; ') })}</Text>
        </Stack>
      </Card>
    </>
  );
}

/** Bars as a list: its numbers are there without the drawing. */
function Bars({ periods, isDaily }: { readonly periods: readonly Period[]; readonly isDaily: boolean }) {
  const formats = useFormats('UTC');
  const most = Math.max(...periods.map(({ kg }) => kg), 1);
  return (
    <ol className="bars">
      {periods.map(({ start, kg }) => (
        <li key={start}>
          <span>{isDaily ? formats.day(start) : start.slice(0, 7)}</span>
          <span className="bar" style={{ inlineSize: `${((100 * kg) / most).toFixed(1)}%` }} />
          <span>{formats.weight(kg)}</span>
        </li>
      ))}
    </ol>
  );
}

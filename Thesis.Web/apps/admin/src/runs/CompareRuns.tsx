import { allPages, useQuery } from '@thesis/api';
import { getAllocationRun, listAllocations, type AllocationView, type RunView } from '@thesis/calls';
import type { Formats } from '@thesis/i18n';
import { useFormats } from '@thesis/portal';
import { Card, ListSkeleton, Notice, Stack, Text, Title } from '@thesis/ui';
import { Table } from '@thesis/ui/data';
import { useText } from '../text.ts';
import { differencesOf, kilometresOf } from './compare.ts';

const SHOWN = 12;

interface Loaded {
  readonly run: RunView;
  readonly allocations: readonly AllocationView[];
}

const load = async (id: string): Promise<Loaded> => {
  const [run, allocations] = await Promise.all([getAllocationRun({ path: { id } }), allPages((page) => listAllocations({ path: { id }, query: page }))]);
  return { run: run.data, allocations };
};

/** Two runs side by side: what each placed, how far it drove, and who gained or lost from the one to the other. */
export function CompareRuns({ ids }: { readonly ids: readonly string[] }) {
  const text = useText();
  const formats = useFormats();
  const both = useQuery({ queryKey: ['compare', ...ids], queryFn: () => Promise.all(ids.map(load)), staleTime: 60_000 });
  if (both.isPending) return <ListSkeleton label={text('loading')} rows={1} height={220} />;
  if (both.isError) return <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void both.refetch() }} />;
  const [before, after] = [...both.data].sort((a, b) => a.run.requestedAt.localeCompare(b.run.requestedAt));
  if (!before || !after) return null;
  const moved = differencesOf(before.allocations, after.allocations);
  return (
    <Card label={text('compare.title')}>
      <Stack>
        <Title order={2}>{text('compare.title')}</Title>
        <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text('compare.title') } }}>
          <Table className="figures">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text('compare.figure')}</Table.Th>
                <Table.Th>{formats.moment(before.run.requestedAt)}</Table.Th>
                <Table.Th>{formats.moment(after.run.requestedAt)}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {figuresOf(formats).map(([name, value]) => (
                <Table.Tr key={name}>
                  <Table.Td>{text(`compare.${name}`)}</Table.Td>
                  {[before, after].map((one) => (
                    <Table.Td key={one.run.id} className={value(before) === value(after) ? '' : 'changed'}>
                      {value(one)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Text fw={600}>{text('compare.moved')}</Text>
        {moved.length === 0 && <Text size="sm">{text('compare.same')}</Text>}
        <ul className="why">
          {moved.slice(0, SHOWN).map(({ name, kg }) => (
            <li key={name}>
              {text(kg > 0 ? 'compare.gains' : 'compare.loses', { name, weight: formats.weight(Math.abs(kg)) })}
            </li>
          ))}
        </ul>
      </Stack>
    </Card>
  );
}

type FigureName = 'strategy' | 'placed' | 'share' | 'ngos' | 'lots' | 'distance' | 'gap';

const figuresOf = (formats: Formats): readonly (readonly [name: FigureName, value: (one: Loaded) => string])[] => [
  ['strategy', ({ run }) => run.strategyVersion],
  ['placed', ({ run }) => formats.weight(run.allocatedKg)],
  ['share', ({ run }) => (run.offeredKg > 0 ? `${formats.number((100 * run.allocatedKg) / run.offeredKg)} %` : '–')],
  ['ngos', ({ allocations }) => formats.number(new Set(allocations.map((one) => one.ngoId)).size)],
  ['lots', ({ run }) => formats.number(run.lots)],
  ['distance', ({ allocations }) => formats.distance(kilometresOf(allocations))],
  ['gap', ({ run }) => (run.gap === null ? '–' : `${formats.number(100 * run.gap)} %`)],
];

import { allPages, useQuery } from '@thesis/api';
import { listDonations } from '@thesis/calls';
import { saveCsv } from '@thesis/orders';
import { Link, useFormats, usePreferences, useSearchParams } from '@thesis/portal';
import { Anchor, Button, Card, EmptyState, Figure, ListSkeleton, Notice, Screen, SimpleGrid, Title } from '@thesis/ui';
import { Table } from '@thesis/ui/data';
import { NativeSelect } from '@thesis/ui/forms';
import { statusOf } from '../donations/status.ts';
import { useText } from '../text.ts';
import { figuresOf, since } from './figures.ts';

const PERIODS = [['30', 'days30'], ['365', 'year'], ['0', 'all']] as const;

/** What the donor's food became, in figures of one period, and as a table to keep. */
export default function Impact() {
  const text = useText();
  const formats = useFormats();
  const { language } = usePreferences();
  const [search, setSearch] = useSearchParams();
  const days = Number(search.get('days') ?? '30');
  const all = useQuery({ queryKey: ['my-donations', 'every'], queryFn: () => allPages((query) => listDonations({ query: { mine: true, ...query } })) });
  const donations = since(all.data ?? [], days, Date.now());
  const figures = figuresOf(donations);
  const percent = new Intl.NumberFormat(language, { style: 'percent' });

  const download = () => saveCsv(`donations-${new Date().toISOString().slice(0, 10)}.csv`, [
    ['id', 'pickup_from', 'donor', 'address', 'title', 'food_type', 'offered_kg', 'delivered_kg', 'lost_kg', 'status'],
    ...donations.map((d) => [d.id, d.pickupFrom, d.donorName, d.place.address, d.title, d.foodType, d.quantityKg, d.deliveredKg, d.lostKg, d.status]),
  ]);

  return (
    <Screen
      title={text('impact.title')}
      actions={
        <>
          <NativeSelect
            aria-label={text('impact.period')}
            value={String(days)}
            data={PERIODS.map(([value, name]) => ({ value, label: text(`impact.${name}`) }))}
            onChange={(event) => setSearch({ days: event.currentTarget.value })}
          />
          <Button variant="default" onClick={download} disabled={donations.length === 0}>
            {text('impact.csv')}
          </Button>
        </>
      }
    >
      {all.isPending && <ListSkeleton label={text('loading')} />}
      {all.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void all.refetch() }} />}
      {all.data && donations.length === 0 && <EmptyState title={text('impact.none')}>{text('donations.noneRemedy')}</EmptyState>}
      {donations.length > 0 && (
        <>
          <Card>
            <SimpleGrid component="dl" cols={{ base: 2, sm: 3 }} m={0}>
              <Figure label={text('impact.delivered')} value={formats.weight(figures.deliveredKg)} />
              <Figure label={text('impact.meals')} value={formats.number(figures.meals)} note={text('impact.mealsNote')} />
              <Figure label={text('impact.co2')} value={formats.weight(figures.co2eKg)} note={text('impact.co2Note')} />
              <Figure label={text('impact.donations')} value={formats.number(figures.donations)} />
              <Figure label={text('impact.lost')} value={formats.weight(figures.lostKg)} />
              <Figure label={text('impact.rate')} value={figures.savedShare === null ? '–' : percent.format(figures.savedShare)} />
            </SimpleGrid>
          </Card>
          <Title order={2}>{text('impact.table')}</Title>
          <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text('impact.table') } }}>
            <Table striped>
              <Table.Thead>
                <Table.Tr>
                  {(['date', 'what', 'where', 'offered', 'delivered', 'state'] as const).map((name) => <Table.Th key={name}>{text(`impact.${name}`)}</Table.Th>)}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {donations.map((d) => (
                  <Table.Tr key={d.id}>
                    <Table.Td>{formats.moment(d.pickupFrom)}</Table.Td>
                    <Table.Td>
                      <Anchor component={Link} href={`/donor/donations/${d.id}`}>{d.title}</Anchor>
                    </Table.Td>
                    <Table.Td>{d.donorName}</Table.Td>
                    <Table.Td>{formats.weight(d.quantityKg)}</Table.Td>
                    <Table.Td>{formats.weight(d.deliveredKg)}</Table.Td>
                    <Table.Td>{text(`status.${statusOf(d)}`)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </>
      )}
    </Screen>
  );
}

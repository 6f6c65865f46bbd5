import { useQuery } from '@thesis/api';
import { useFormats } from '@thesis/portal';
import { Card, EmptyState, Group, ListSkeleton, Notice, Screen, Stack, StatusBadge, Text, type Tone } from '@thesis/ui';
import { Table } from '@thesis/ui/data';
import { SegmentedControl } from '@thesis/ui/forms';
import { useAddress } from '../address.ts';
import { BackToOffice } from '../office/BackToOffice.tsx';
import { useText } from '../text.ts';
import { DEVICES, ratingOf, readVitals, screensOf, VITALS, type Rating, type Vital, type VitalFigure } from './vitals.ts';

const DAYS = ['1', '7'] as const;
const TONES: Readonly<Record<Rating, Tone>> = { good: 'good', fair: 'warn', poor: 'bad' };

/** How the portals felt to their users: the Core Web Vitals of real visits, by screen. `?days=` and `?device=` are in the address. */
export default function Performance() {
  const text = useText();
  const [of, put] = useAddress();
  const days = of('days') === '7' ? '7' : '1';
  const device = DEVICES.find((one) => one === of('device')) ?? 'phone';
  const vitals = useQuery({ queryKey: ['vitals', days], queryFn: () => readVitals(Number(days)) });
  const screens = screensOf(vitals.data ?? [], device);
  return (
    <Screen title={text('performance.title')} lead={<BackToOffice />} width={900}>
      <Stack>
        <Group>
          <SegmentedControl aria-label={text('performance.period')} value={days} data={DAYS.map((value) => ({ value, label: text(value === '1' ? 'performance.day' : 'performance.week') }))} onChange={(value) => put({ days: value === '1' ? '' : value })} />
          <SegmentedControl aria-label={text('performance.devices')} value={device} data={DEVICES.map((value) => ({ value, label: text(`performance.device.${value}`) }))} onChange={(value) => put({ device: value === 'phone' ? '' : value })} />
        </Group>
        <Text size="sm" c="dimmed">{text('performance.what')}</Text>
        {vitals.isPending && <ListSkeleton label={text('loading')} />}
        {vitals.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void vitals.refetch() }}>{vitals.error.message}</Notice>}
        {vitals.isSuccess && screens.length === 0 && <EmptyState title={text('performance.none')}>{text('performance.noneRemedy')}</EmptyState>}
        {screens.length > 0 && (
          <Card p={0}>
            <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text('performance.title') } }}>
              <Table striped verticalSpacing="sm" className="figures">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{text('performance.screen')}</Table.Th>
                    {VITALS.map((name) => <Table.Th key={name}>{text(`performance.vital.${name}`)}</Table.Th>)}
                    <Table.Th>{text('performance.visits')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {screens.map(({ screen, visits, of: figures }) => (
                    <Table.Tr key={screen}>
                      <Table.Td>
                        <code>{screen}</code>
                      </Table.Td>
                      {VITALS.map((name) => (
                        <Table.Td key={name}>
                          <Value name={name} figure={figures[name]} />
                        </Table.Td>
                      ))}
                      <Visits count={visits} />
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </Card>
        )}
        <Text size="sm" c="dimmed">{text('performance.limits')}</Text>
      </Stack>
    </Screen>
  );
}

const Visits = ({ count }: { readonly count: number }) => <Table.Td>{useFormats().number(count)}</Table.Td>;

function Value({ name, figure }: { readonly name: Vital; readonly figure: VitalFigure | undefined }) {
  const text = useText();
  const formats = useFormats();
  if (!figure) return <>–</>;
  const rating = ratingOf(name, figure.p75);
  const value = name === 'cls' ? figure.p75.toFixed(3) : name === 'lcp' ? text('runs.seconds', { seconds: formats.number(figure.p75 / 1000) }) : text('performance.ms', { ms: formats.number(figure.p75) });
  return (
    <StatusBadge tone={TONES[rating]}>
      {value} {text(`performance.rating.${rating}`)}
    </StatusBadge>
  );
}

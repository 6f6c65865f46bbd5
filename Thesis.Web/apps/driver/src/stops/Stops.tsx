import IconList from '@tabler/icons-react/icons/IconList';
import IconMap2 from '@tabler/icons-react/icons/IconMap2';
import { lazyWithMessages } from '@thesis/i18n';
import { Link, useFormats, useNow, useSearchParams } from '@thesis/portal';
import { Button, Card, EmptyState, Group, ListSkeleton, Notice, Screen, Stack, StatusBadge, Text, Title } from '@thesis/ui';
import { Suspense, useMemo } from 'react';
import { useScreenOn } from '../position/wake-lock.ts';
import { usePosition } from '../position/use-position.ts';
import { useDriver, useDrives } from '../queries.ts';
import { UnsentMark } from '../queue/UnsentMark.tsx';
import { useText } from '../text.ts';
import { Shift } from '../vehicle/Shift.tsx';
import { navigationLink } from './navigation-link.ts';
import { placeOf, planStops, type PlannedStop } from './plan-stops.ts';

const StopsMap = lazyWithMessages(() => import('./StopsMap.tsx'));

const REPLAN_MS = 60_000;
const HURRY_MS = 30 * 60_000;

/** The driver's home: the next stop, large, and those after it; `?as=map` shows them on a map. */
export function Stops() {
  const text = useText();
  const [search, setSearch] = useSearchParams();
  const driver = useDriver().data;
  const drives = useDrives();
  const { last } = usePosition();
  const now = useNow(REPLAN_MS);
  const from = last ?? driver?.lastPosition ?? null;
  const capacityKg = driver?.capacityKg ?? Infinity;
  const stops = useMemo(() => planStops(drives.data ?? [], from, now, capacityKg), [drives.data, from, now, capacityKg]);
  const [next, ...later] = stops;
  const asMap = search.get('as') === 'map';
  useScreenOn(next !== undefined);
  return (
    <Screen
      title={text('stops.title')}
      width={640}
      actions={next && (
        <Button
          variant="default"
          leftSection={asMap ? <IconList size={20} aria-hidden /> : <IconMap2 size={20} aria-hidden />}
          onClick={() => setSearch(asMap ? {} : { as: 'map' })}
        >
          {text(asMap ? 'stops.asList' : 'stops.asMap')}
        </Button>
      )}
    >
      <UnsentMark />
      <Shift />
      {drives.isPending && <ListSkeleton label={text('loading')} />}
      {drives.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void drives.refetch() }} />}
      {drives.data && !next && (
        <EmptyState title={text('stops.none')} action={<Button component={Link} href="/driver/offers" size="lg">{text('stops.see')}</Button>}>
          {text('stops.noneRemedy')}
        </EmptyState>
      )}
      {next && asMap && (
        <Suspense fallback={<ListSkeleton label={text('loading')} rows={1} height={380} />}>
          <StopsMap stops={stops} />
        </Suspense>
      )}
      {next && <Next stop={next} now={now} />}
      {later.length > 0 && (
        <Stack gap="xs" component="section" aria-label={text('stops.then')}>
          <Title order={2}>{text('stops.then')}</Title>
          <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
            {later.map((stop, index) => (
              <li key={`${stop.order.id}.${stop.kind}`}>
                <Later stop={stop} number={index + 2} now={now} />
              </li>
            ))}
          </Stack>
        </Stack>
      )}
    </Screen>
  );
}

function Next({ stop, now }: { readonly stop: PlannedStop; readonly now: number }) {
  const text = useText();
  const formats = useFormats();
  const name = placeOf(stop);
  return (
    <Card label={text('stops.next')} className="next">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Text fw={600} c="dimmed">{text(`stops.${stop.kind}`)}</Text>
          <Due stop={stop} now={now} />
        </Group>
        <div>
          <Title order={2} className="big">{name}</Title>
          <Text>{stop.at.address}</Text>
        </div>
        <Text fw={600}>
          {formats.weight(weightAt(stop))} {stop.order.title}
        </Text>
        <Text c="dimmed" size="sm">
          <Way stop={stop} />
        </Text>
        <Group grow>
          <Button component="a" href={navigationLink(stop.at, name)} variant="default" size="lg" target="_blank" rel="noreferrer">
            {text('stops.navigate')}
          </Button>
          <Button component={Link} href={`/driver/orders/${stop.order.id}`} size="lg">
            {text('stops.here')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

function Later({ stop, number, now }: { readonly stop: PlannedStop; readonly number: number; readonly now: number }) {
  const text = useText();
  const formats = useFormats();
  return (
    <Link href={`/driver/orders/${stop.order.id}`} className="stop-link">
      <Card p="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <Text fw={700}>
              {number}. {placeOf(stop)}
            </Text>
            <Text size="sm" c="dimmed">
              {text(`stops.${stop.kind}`)} · {formats.weight(weightAt(stop))} {stop.order.title}
            </Text>
            <Text size="sm" c="dimmed">
              <Way stop={stop} />
            </Text>
          </div>
          <Due stop={stop} now={now} />
        </Group>
      </Card>
    </Link>
  );
}

/** By when the stop must be made; late when the driver would not be there in time. */
function Due({ stop, now }: { readonly stop: PlannedStop; readonly now: number }) {
  const text = useText();
  const formats = useFormats();
  const late = stop.arrival > stop.until;
  const tone = late ? 'bad' : stop.until - now < HURRY_MS ? 'warn' : 'plain';
  return <StatusBadge tone={tone}>{text(late ? 'stops.late' : 'stops.until', { time: formats.moment(stop.until) })}</StatusBadge>;
}

function Way({ stop }: { readonly stop: PlannedStop }) {
  const text = useText();
  const formats = useFormats();
  const time = formats.moment(stop.arrival);
  return <>{stop.km === null ? text('stops.from', { time: formats.moment(stop.from || stop.arrival) }) : text('stops.way', { distance: formats.distance(stop.km), time })}</>;
}

const weightAt = ({ kind, order }: PlannedStop): number => (kind === 'dropoff' && order.pickedUpKg > 0 ? order.pickedUpKg : order.quantityKg);

import { allPages, useCommand, useQuery } from '@thesis/api';
import { listOrders, updateNgoCalendar, type IntakeCalendarRequest, type NgoResponse, type RegionResponse } from '@thesis/calls';
import { Link, useLocale, useSearchParams, useUser } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import { addDays, dayIn, daysNamed, instantIn, useRegion, ZoneNote } from '@thesis/region';
import { Anchor, Button, Group, ListSkeleton, Notice, Screen, Stack, Text, toast } from '@thesis/ui';
import { ChooseOurs } from '../ChooseOurs.tsx';
import { ORDERS } from '../orders/order-lists.ts';
import { ngoChanged, OURS, useChosen, useOurs } from '../our-organisations.ts';
import { useText } from '../text.ts';
import { Closures } from './Closures.tsx';
import { DayCard } from './DayCard.tsx';
import { intakeDays } from './days.ts';

const SHOWN_DAYS = 7;
// An order that is picked up the day before may arrive on the first day shown.
const EARLIER_DAYS = 2;

/** What comes when, how much room each day has, and days that differ. `?from=2026-12-01` is the first day shown, `?of=ngo_…` the charity. */
export default function CalendarPage() {
  const text = useText();
  const ours = useOurs();
  const [ngo, choose] = useChosen(ours.data);
  const region = useRegion(ngo?.place.region);
  return (
    <Screen title={text('calendar.title')} lead={<Anchor component={Link} href="/ngo/arriving" className="thesis-back">{text('nav.arriving')}</Anchor>} width={860}>
      <ChooseOurs ours={ours} chosen={ngo} onChoose={choose} />
      {ngo && !region.isLoading && <Week key={ngo.id} ngo={ngo} region={region.data} stale={ours.isFetching} />}
    </Screen>
  );
}

interface WeekProps {
  readonly ngo: NgoResponse;
  readonly region: RegionResponse | undefined;
  readonly stale: boolean;
}

function Week({ ngo, region, stale }: WeekProps) {
  const text = useText();
  const user = useUser();
  const language = useLocale();
  const [search, setSearch] = useSearchParams();
  const zone = region?.timeZone;
  const today = dayIn(zone, new Date());
  const asked = search.get('from') ?? '';
  const first = /^\d{4}-\d\d-\d\d$/.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : today;
  const go = (day: string) => setSearch((old) => {
    if (day === today) old.delete('from');
    else old.set('from', day);
    return old;
  });
  const span = {
    pickupFrom: instantIn(zone, addDays(first, -EARLIER_DAYS), '00:00')?.toISOString() ?? '',
    pickupUntil: instantIn(zone, addDays(first, SHOWN_DAYS), '00:00')?.toISOString() ?? '',
  };
  const orders = useQuery({
    queryKey: [ORDERS, 'calendar', ngo.id, first],
    queryFn: () => allPages((page) => listOrders({ query: { ngoId: ngo.id, status: 'proposed,accepted,assigned,picked_up,delivered,completed', ...span, ...page } })),
  });
  useLiveRefresh(`user:${user.subject}`, [[ORDERS], OURS]);
  const command = useCommand({
    name: `ngo-calendar.${ngo.id}`,
    send: async ({ body, version }: { readonly body: IntakeCalendarRequest; readonly version: string }, key) =>
      (await updateNgoCalendar({ path: { id: ngo.id }, body, headers: { 'Idempotency-Key': key, 'If-Match': `"${version}"` } })).data,
    onDone: () => void toast(text('intake.saved')),
    refreshes: ngoChanged(ngo.id),
  });
  const change = (body: IntakeCalendarRequest) => command.run({ body, version: String(ngo.version) });
  const busy = command.busy || command.unanswered || stale;
  const fault = command.error && (command.error.status === 412 ? text('intake.stale') : (Object.values(command.fields)[0]?.[0] ?? command.error.message));
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text fw={700} role="status">
          {daysNamed(first, addDays(first, SHOWN_DAYS - 1), language)}
        </Text>
        <Group gap="xs">
          <Button variant="default" size="sm" mih={44} onClick={() => go(addDays(first, -SHOWN_DAYS))}>{text('calendar.earlier')}</Button>
          <Button variant="default" size="sm" mih={44} disabled={first === today} onClick={() => go(today)}>{text('calendar.today')}</Button>
          <Button variant="default" size="sm" mih={44} onClick={() => go(addDays(first, SHOWN_DAYS))}>{text('calendar.later')}</Button>
        </Group>
      </Group>
      {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
      {fault && <Notice tone="bad">{fault}</Notice>}
      {orders.isPending && <ListSkeleton label={text('loading')} rows={SHOWN_DAYS} />}
      {orders.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void orders.refetch() }} />}
      {orders.data && (
        <Stack gap="sm" component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
          {intakeDays(ngo, orders.data, region, first, SHOWN_DAYS).map((day) => (
            <li key={day.day}>
              <DayCard day={day} ngo={ngo} zone={zone} today={today} busy={busy} onChange={change} />
            </li>
          ))}
        </Stack>
      )}
      <Closures ngo={ngo} today={today} busy={busy} onChange={change} />
      <Text size="sm">
        <Anchor component={Link} href="/settings/calendar">{text('calendar.feed')}</Anchor>
      </Text>
      <ZoneNote region={region} />
    </Stack>
  );
}

import { useCommand } from '@thesis/api';
import { claimOrder } from '@thesis/calls';
import { urgencyOf, type Urgency } from '@thesis/map/urgency';
import { useConnection, useFormats, useLocation, useNow, useSearchParams, useUser } from '@thesis/portal';
import { Button, Card, EmptyState, Group, ListSkeleton, Notice, Screen, Stack, StatusBadge, Text, Title, toast, type Tone } from '@thesis/ui';
import { SegmentedControl } from '@thesis/ui/forms';
import { usePosition } from '../position/use-position.ts';
import { DRIVES, OFFERS, useDriver, useOffers } from '../queries.ts';
import { UnsentMark } from '../queue/UnsentMark.tsx';
import { useText } from '../text.ts';
import { Shift } from '../vehicle/Shift.tsx';
import { useDismissed } from './dismissed.ts';
import { sortOffers, type Offer, type SortBy } from './sort-offers.ts';

const TONES: Readonly<Record<Urgency, Tone>> = { urgent: 'bad', soon: 'warn', calm: 'good' };

/** What could be driven now, the nearest or the most urgent first. */
export function Offers() {
  const text = useText();
  const user = useUser();
  const [search, setSearch] = useSearchParams();
  const driver = useDriver().data;
  const { state, last } = usePosition();
  const offers = useOffers(driver?.onShift ?? false);
  const dismissed = useDismissed(user.subject);
  const by: SortBy = search.get('by') === 'urgent' ? 'urgent' : 'near';
  const from = last ?? driver?.lastPosition ?? null;
  const sorted = sortOffers(offers.data ?? [], by, from);
  const shown = sorted.filter(({ order }) => !dismissed.has(order.id));
  const hidden = sorted.filter(({ order }) => dismissed.has(order.id)).map(({ order }) => order.id);
  // Without any place the server cannot say what is near.
  const placeless = offers.isError && !from;
  return (
    <Screen title={text('offers.title')} width={640}>
      <UnsentMark />
      {driver && !driver.onShift && (
        <>
          <Shift />
          <EmptyState title={text('offers.offShift')}>{text('offers.offShiftRemedy')}</EmptyState>
        </>
      )}
      {driver?.onShift && (
        <SegmentedControl
          fullWidth
          size="md"
          aria-label={text('offers.sort')}
          value={by}
          data={[{ value: 'near', label: text('offers.near') }, { value: 'urgent', label: text('offers.urgent') }]}
          onChange={(chosen) => setSearch(chosen === 'urgent' ? { by: 'urgent' } : {}, { replace: true })}
        />
      )}
      {driver?.onShift && offers.isPending && <ListSkeleton label={text('loading')} />}
      {placeless && <Notice tone="warn" title={text('offers.noPlace')}>{text(state === 'denied' ? 'offers.denied' : 'offers.noPlaceRemedy')}</Notice>}
      {offers.isError && !placeless && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void offers.refetch() }}>{(offers.error as Error).message}</Notice>}
      {offers.data && driver?.onShift && shown.length === 0 && <EmptyState title={text('offers.none')}>{text('offers.noneRemedy')}</EmptyState>}
      <Stack gap="sm">
        {driver?.onShift && shown.map((offer) => <OfferCard key={offer.order.id} offer={offer} onDismiss={() => dismissed.dismiss(offer.order.id, offer.order.pickupUntil)} />)}
      </Stack>
      {driver?.onShift && hidden.length > 0 && (
        <Group justify="space-between" role="status">
          <Text size="sm">{text('offers.dismissed', { count: hidden.length })}</Text>
          <Button variant="default" onClick={() => dismissed.restore(...hidden)}>
            {text('offers.undo')}
          </Button>
        </Group>
      )}
    </Screen>
  );
}

function OfferCard({ offer: { order, awayKm }, onDismiss }: { readonly offer: Offer; readonly onDismiss: () => void }) {
  const text = useText();
  const formats = useFormats();
  const [, go] = useLocation();
  const { online } = useConnection();
  const now = useNow(60_000);
  const claim = useCommand({
    name: `claim.${order.id}`,
    send: async (confirm: boolean, key) => (await claimOrder({ body: { orderId: order.id, confirm }, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => {
      void toast(text('offers.claimed', { title: order.title }));
      go('/driver');
    },
    refreshes: [DRIVES, OFFERS],
  });
  // An estimate: a driver who knows better may take it all the same.
  const tight = claim.error?.problem.type?.endsWith('cannot-be-reached-in-time') ?? false;
  return (
    <Card>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <Title order={2} className="big">
            {formats.weight(order.quantityKg)} {order.title}
          </Title>
          <StatusBadge tone={TONES[urgencyOf(order.expiresAt, now)]}>{formats.relative(order.expiresAt, now)}</StatusBadge>
        </Group>
        <div>
          <Text>
            <b>{order.donorName}</b>, {order.pickup.address}
          </Text>
          <Text>
            <span className="thesis-onward" /> <b>{order.ngoName}</b>, {order.dropoff.address}
          </Text>
        </div>
        <Text size="sm" c="dimmed">
          {awayKm !== null && <>{text('offers.away', { distance: formats.distance(awayKm) })} · </>}
          {text('offers.drive', { distance: formats.distance(order.km) })} · {text('offers.pickup', { span: formats.span(order.pickupFrom, order.pickupUntil) })}
        </Text>
        <Group grow>
          <Button variant="default" size="lg" disabled={claim.busy} onClick={onDismiss}>
            {text('offers.dismiss')}
          </Button>
          <Button size="lg" loading={claim.busy} disabled={!online} onClick={() => claim.run(false)}>
            {text('offers.claim')}
          </Button>
        </Group>
        {!online && <Text size="sm">{text('offers.offline')}</Text>}
        {claim.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
        {claim.error && <Notice tone={tight ? 'warn' : 'bad'}>{claim.error.message}</Notice>}
        {tight && (
          <Button variant="default" size="lg" disabled={claim.busy} onClick={() => claim.run(true)}>
            {text('offers.anyway')}
          </Button>
        )}
      </Stack>
    </Card>
  );
}

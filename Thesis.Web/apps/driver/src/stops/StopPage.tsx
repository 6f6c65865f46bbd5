import { lazyWithMessages } from '@thesis/i18n';
import { Link, useFormats, useLocation } from '@thesis/portal';
import { Anchor, Button, Card, EmptyState, ListSkeleton, Notice, Screen, Stack, Text, Title, toast } from '@thesis/ui';
import type { DriverOrderResponse } from '@thesis/calls';
import { Suspense, useState } from 'react';
import { useDonorNotes, useDrives, type DonorNotes } from '../queries.ts';
import { useOutbox } from '../queue/OutboxProvider.tsx';
import { UnsentMark } from '../queue/UnsentMark.tsx';
import { useText } from '../text.ts';
import { GiveUp } from './GiveUp.tsx';
import { Incident } from './Incident.tsx';
import { navigationLink } from './navigation-link.ts';
import { WeighIn } from './WeighIn.tsx';

const OrderChat = lazyWithMessages(() => import('@thesis/chat'));

/** One order at the place where the driver stands: weigh in what is taken over, or hand it over. */
export default function StopPage({ id }: { readonly id: string }) {
  const text = useText();
  const drives = useDrives();
  const order = drives.data?.find((one) => one.id === id);
  const notes = useDonorNotes(drives.data ?? []);
  const open = order?.status === 'assigned' || order?.status === 'picked_up';
  const title = !order ? text('stop.title') : order.status === 'picked_up' ? text('stop.deliverTo', { place: order.ngoName }) : text('stop.pickUpAt', { place: order.donorName });
  return (
    <Screen title={title} lead={<Anchor component={Link} href="/driver" className="thesis-back">{text('stop.back')}</Anchor>} width={640}>
      <UnsentMark />
      {drives.isPending && <ListSkeleton label={text('loading')} />}
      {drives.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void drives.refetch() }} />}
      {drives.data && !open && (
        <EmptyState title={text('stop.over')} action={<Button component={Link} href="/driver" size="lg">{text('stop.toStops')}</Button>}>
          {text('stop.overRemedy')}
        </EmptyState>
      )}
      {order && open && <Doing order={order} notes={notes[order.donationId]} />}
    </Screen>
  );
}

function Doing({ order, notes }: { readonly order: DriverOrderResponse; readonly notes: DonorNotes | undefined }) {
  const text = useText();
  const formats = useFormats();
  const { act } = useOutbox();
  const [, go] = useLocation();
  const [aside, setAside] = useState<'giveUp' | 'incident' | null>(null);
  const carried = order.status === 'picked_up';
  const stop = carried ? order.dropoff : order.pickup;
  const place = carried ? order.ngoName : order.donorName;
  return (
    <>
      <Card>
        <Stack gap="xs">
          <Text fw={600}>{stop.address}</Text>
          <Text c="dimmed" size="sm">
            {carried
              ? text('stop.good', { time: formats.moment(order.expiresAt) })
              : text('stop.window', { span: formats.span(order.pickupFrom, order.pickupUntil) })}
          </Text>
          {!carried && notes?.access && <Text>{text('stop.access', { notes: notes.access })}</Text>}
          {!carried && notes?.pickup && <Text>{text('stop.notes', { notes: notes.pickup })}</Text>}
          <Button component="a" href={navigationLink(stop, place)} variant="default" target="_blank" rel="noreferrer">
            {text('stops.navigate')}
          </Button>
        </Stack>
      </Card>
      <Card label={text(carried ? 'stop.handOver' : 'stop.weighIn')}>
        <Stack>
          <Title order={2}>{order.title}</Title>
          <WeighIn
            key={order.status}
            planned={carried ? order.pickedUpKg : order.quantityKg}
            at={carried ? 'dropoff' : 'pickup'}
            codeRequired={order.codeRequired}
            submit={text(carried ? 'stop.delivered' : 'stop.pickedUp')}
            onWeighed={(body) => {
              act(carried ? 'deliver' : 'pickup', order.id, order.title, body);
              void toast(text(carried ? 'stop.saidDelivered' : 'stop.saidPickedUp', { weight: formats.weight(body.kg) }));
              go('/driver');
            }}
          />
        </Stack>
      </Card>
      <Suspense fallback={<ListSkeleton label={text('loading')} rows={1} height={44} />}><OrderChat orderId={order.id} folded /></Suspense>
      {aside === 'giveUp' && <GiveUp order={order} onDone={() => go('/driver')} onCancel={() => setAside(null)} />}
      {aside === 'incident' && <Incident order={order} onDone={() => setAside(null)} />}
      {aside === null && (
        <Stack gap="xs">
          <Button variant="default" onClick={() => setAside('incident')}>{text('incident.report')}</Button>
          <Button variant="subtle" color="red" onClick={() => setAside('giveUp')}>{text('stop.cannot')}</Button>
        </Stack>
      )}
    </>
  );
}

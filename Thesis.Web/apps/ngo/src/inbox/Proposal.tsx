import { useCommand, useQuery } from '@thesis/api';
import { acceptOrder, declineOrder, getDonationOptions, type AcceptRequest, type OrderResponse } from '@thesis/calls';
// The first screen takes no more of the package than it shows.
import { FoodNotes } from '@thesis/orders/food-notes';
import { Link, useFormats, useNow } from '@thesis/portal';
import { useRegion } from '@thesis/region';
import { Anchor, Button, Card, Group, Notice, Stack, StatusBadge, Text, toast } from '@thesis/ui';
import { useState } from 'react';
import { ORDERS } from '../orders/order-lists.ts';
import { useText } from '../text.ts';
import { AcceptPart } from './AcceptPart.tsx';
import { countdown } from './countdown.ts';

const REASONS = ['full', 'cold', 'staff', 'closed', 'food'] as const;
const HURRY_MS = 5 * 60_000;

/** One offer with its deadline: accepted in one tap, declined with the reason in one more. */
export function Proposal({ order }: { readonly order: OrderResponse }) {
  const text = useText();
  const formats = useFormats(useRegion(order.region).data?.timeZone);
  const donation = useQuery(getDonationOptions({ path: { id: order.donationId } })).data;
  const [open, setOpen] = useState<'part' | 'decline' | null>(null);
  const { accept, decline } = useAnswers(order);
  const busy = accept.busy || decline.busy;
  const error = accept.error ?? decline.error;
  return (
    <Card>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <div>
            <Anchor component={Link} href={`/ngo/orders/${order.id}`} fw={700} fz="lg">
              {formats.weight(order.quantityKg)} {order.title}
            </Anchor>
            <Text size="sm" c="dimmed">
              {order.ngoName} · {text('inbox.distance', { distance: formats.distance(order.km), donor: order.donorName })}
            </Text>
          </div>
          <Deadline at={order.respondBy} />
        </Group>
        <Text size="sm">
          {text('inbox.pickup', { span: formats.span(order.pickupFrom, order.pickupUntil) })} · {text('inbox.good', { time: formats.moment(order.expiresAt) })}
        </Text>
        {donation && <FoodNotes donation={donation} />}
        <Group grow preventGrowOverflow={false}>
          <Button loading={accept.busy} disabled={busy} onClick={() => accept.run({})}>
            {text('inbox.accept')}
          </Button>
          <Button variant="default" aria-expanded={open === 'part'} disabled={busy} onClick={() => setOpen(open === 'part' ? null : 'part')}>
            {text('inbox.part')}
          </Button>
          <Button variant="default" aria-expanded={open === 'decline'} disabled={busy} onClick={() => setOpen(open === 'decline' ? null : 'decline')}>
            {text('inbox.decline')}
          </Button>
        </Group>
        {open === 'part' && <AcceptPart order={order} busy={busy} onAccept={accept.run} />}
        {open === 'decline' && (
          <Stack gap="xs">
            <Text size="sm" fw={600}>
              {text('inbox.why')}
            </Text>
            <Group gap="xs">
              {REASONS.map((reason) => (
                <Button key={reason} variant="default" disabled={busy} onClick={() => decline.run(text(`reason.${reason}`))}>
                  {text(`reason.${reason}`)}
                </Button>
              ))}
            </Group>
          </Stack>
        )}
        {(accept.unanswered || decline.unanswered) && <Notice tone="warn">{text('unanswered')}</Notice>}
        {error && <Notice tone="bad">{error.message}</Notice>}
      </Stack>
    </Card>
  );
}

/** The time left to answer, to the second; its colour and shape say when it is short. */
function Deadline({ at }: { readonly at: string }) {
  const text = useText();
  const now = useNow(1000);
  const left = countdown(Date.parse(at), now);
  if (left === null) return <StatusBadge tone="bad">{text('inbox.over')}</StatusBadge>;
  return (
    <span role="timer" aria-live="off">
      <StatusBadge tone={Date.parse(at) - now < HURRY_MS ? 'bad' : 'warn'}>{text('inbox.left', { left })}</StatusBadge>
    </span>
  );
}

function useAnswers(order: OrderResponse) {
  const text = useText();
  const path = { id: order.id };
  const refreshes = [[ORDERS]];
  const accept = useCommand({
    name: `accept.${order.id}`,
    send: async (body: AcceptRequest, key) => (await acceptOrder({ path, body, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('inbox.accepted', { title: order.title })),
    refreshes,
  });
  const decline = useCommand({
    name: `decline.${order.id}`,
    send: async (reason: string, key) => (await declineOrder({ path, body: { reason }, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('inbox.declined')),
    refreshes,
  });
  return { accept, decline };
}

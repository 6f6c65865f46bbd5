import { useCommand } from '@thesis/api';
import { cancelOrder, type CancelRequest, type OrderResponse } from '@thesis/calls';
import { OrderTimeline } from '@thesis/orders';
import { Link, useFormats, useNow } from '@thesis/portal';
import { Anchor, Button, Group, Notice, Stack, Text, Title, toast } from '@thesis/ui';
import { Drawer } from '@thesis/ui/data';
import { NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { DueBadge } from '../board/DueBadge.tsx';
import { useText } from '../text.ts';
import { Assign } from './Assign.tsx';
import { History } from './History.tsx';

/** One order beside the board: what is known of it, why it is so, and what can be done. Escape closes it. */
export default function OrderDrawer({ order, onClose }: { readonly order: OrderResponse; readonly onClose: () => void }) {
  const text = useText();
  const formats = useFormats();
  const now = useNow(15_000);
  const title = `${formats.weight(order.quantityKg)} ${order.title}`;
  return (
    <Drawer.Root opened onClose={onClose} position="right" size={480}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={title}>
        <Drawer.Body>
          <Stack>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Title order={2}>{title}</Title>
              <Button variant="default" onClick={onClose} style={{ flex: 'none' }}>
                {text('close')}
              </Button>
            </Group>
            <Group>
              <DueBadge order={order} now={now} />
            </Group>
            <div>
              <Text>{text('order.from', { donor: order.donorName, address: order.pickup.address })}</Text>
              <Text>{text('order.to', { ngo: order.ngoName, address: order.dropoff.address })}</Text>
              <Text c="dimmed" size="sm">
                {text('order.window', { span: formats.span(order.pickupFrom, order.pickupUntil), time: formats.moment(order.expiresAt), distance: formats.distance(order.km) })}
              </Text>
            </div>
            <Group>
              <Anchor component={Link} href={`/admin/runs/${order.runId}?region=${order.region}`}>
                {text('order.why')}
              </Anchor>
              <Anchor component={Link} href={`/admin/map?region=${order.region}&chosen=${order.ngoId}`}>
                {text('order.onMap')}
              </Anchor>
            </Group>
            <OrderTimeline order={order} />
            {(order.status === 'accepted' || order.status === 'assigned') && <Assign order={order} />}
            <EndOrder order={order} onDone={onClose} />
            <History id={order.id} version={order.version} />
          </Stack>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

/** Calls an order off; one that is carried ends as what it is: the food back with the donor, or lost. Those concerned read the reason. */
function EndOrder({ order, onDone }: { readonly order: OrderResponse; readonly onDone: () => void }) {
  const text = useText();
  const [reason, setReason] = useState('');
  const [rest, setRest] = useState('still_there');
  const carried = order.status === 'picked_up';
  const command = useCommand({
    name: `end.${order.id}`,
    send: async (body: CancelRequest, key) => (await cancelOrder({ path: { id: order.id }, body, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => {
      void toast(text('order.ended'));
      onDone();
    },
    refreshes: [['board']],
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '') command.run({ reason: reason.trim(), ...(carried ? { rest } : {}) });
      }}
    >
      <Stack gap="xs">
        <TextInput
          label={text('order.cancelWhy')}
          description={text(carried ? 'order.failHint' : 'order.cancelHint')}
          value={reason}
          maxLength={500}
          error={command.fields.reason?.join(' ')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {carried && (
          <NativeSelect label={text('order.rest')} value={rest} data={[{ value: 'still_there', label: text('order.back') }, { value: 'gone', label: text('order.gone') }]} onChange={(event) => setRest(event.currentTarget.value)} />
        )}
        <Group>
          <Button type="submit" variant="default" color="red" loading={command.busy} disabled={reason.trim() === ''}>
            {text('order.cancel')}
          </Button>
        </Group>
        {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
        {command.error && <Notice tone="bad">{command.error.message}</Notice>}
      </Stack>
    </form>
  );
}

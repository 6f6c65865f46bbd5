import { useCommand } from '@thesis/api';
import { withdrawOrder, getOrderQueryKey, type OrderResponse } from '@thesis/calls';
import { Button, Group, Notice, Stack, Text, toast } from '@thesis/ui';
import { useState } from 'react';
import { useText } from '../text.ts';
import { ORDERS } from './order-lists.ts';

const REASONS = ['full', 'cold', 'staff', 'closed'] as const;

/** Gives back what was accepted and is not picked up yet: with what follows, and the reason in one tap. */
export function Withdraw({ order }: { readonly order: OrderResponse }) {
  const text = useText();
  const [open, setOpen] = useState(false);
  const command = useCommand({
    name: `withdraw.${order.id}`,
    send: async (reason: string, key) => (await withdrawOrder({ path: { id: order.id }, body: { reason }, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('withdraw.done')),
    refreshes: [[ORDERS], getOrderQueryKey({ path: { id: order.id } })],
  });
  return (
    <Stack gap="xs">
      <Group>
        <Button variant="default" aria-expanded={open} disabled={command.busy} onClick={() => setOpen(!open)}>
          {text('withdraw.open')}
        </Button>
      </Group>
      {open && (
        <>
          <Text size="sm">{text(order.driverId ? 'withdraw.driver' : 'withdraw.hint')}</Text>
          <Group gap="xs">
            {REASONS.map((reason) => (
              <Button key={reason} variant="default" disabled={command.busy} onClick={() => command.run(text(`reason.${reason}`))}>
                {text(`reason.${reason}`)}
              </Button>
            ))}
          </Group>
        </>
      )}
      {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
      {command.error && <Notice tone="bad">{command.error.message}</Notice>}
    </Stack>
  );
}

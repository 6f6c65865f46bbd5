import { useCommand } from '@thesis/api';
import { releaseOrder, reportNoShow, type OrderResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { Button, Group, Notice, Stack, Text, toast } from '@thesis/ui';
import { TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useText } from '../text.ts';

/** Takes an order from its driver: because they did not come, which counts, or for another reason. Others can claim it again. */
export function FromDriver({ order, now }: { readonly order: OrderResponse; readonly now: number }) {
  const text = useText();
  const formats = useFormats();
  const [reason, setReason] = useState('');
  const early = Date.parse(order.pickupFrom) > now;
  const take = useCommand({
    name: `from-driver.${order.id}`,
    send: async ({ isNoShow, why }: { readonly isNoShow: boolean; readonly why: string }, key) =>
      (await (isNoShow ? reportNoShow : releaseOrder)({ path: { id: order.id }, body: { reason: why }, headers: { 'Idempotency-Key': key } })).data,
    onDone: (_, { isNoShow }) => {
      setReason('');
      void toast(text(isNoShow ? 'assign.noShowDone' : 'assign.released'));
    },
    refreshes: [['board']],
  });
  const missing = reason.trim() === '';
  return (
    <Stack gap="xs">
      <TextInput label={text('assign.releaseWhy')} value={reason} maxLength={500} error={take.fields.reason?.join(' ')} onChange={(event) => setReason(event.currentTarget.value)} />
      <Group gap="xs">
        <Button variant="default" disabled={missing} loading={take.busy} onClick={() => take.run({ isNoShow: false, why: reason.trim() })}>
          {text('assign.release')}
        </Button>
        <Button variant="default" disabled={missing || early} loading={take.busy} onClick={() => take.run({ isNoShow: true, why: reason.trim() })}>
          {text('assign.noShow')}
        </Button>
      </Group>
      {early && <Text size="sm" c="dimmed">{text('assign.noShowFrom', { time: formats.moment(order.pickupFrom) })}</Text>}
      {take.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
      {take.error && <Notice tone="bad">{take.error.message}</Notice>}
    </Stack>
  );
}

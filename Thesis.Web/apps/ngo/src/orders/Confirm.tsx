import { useCommand } from '@thesis/api';
import { confirmOrder, getOrderQueryKey, type OrderView } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { Button, Group, Notice, Text, toast } from '@thesis/ui';
import { useText } from '../text.ts';
import { ORDERS } from './order-lists.ts';

/** Confirms that food was received, at the weight that the driver weighed. */
export function Confirm({ order }: { readonly order: OrderView }) {
  const text = useText();
  const formats = useFormats();
  const command = useCommand({
    name: `confirm.${order.id}`,
    send: async (_: null, key) => (await confirmOrder({ path: { id: order.id }, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('arriving.confirmed')),
    refreshes: [[ORDERS], getOrderQueryKey({ path: { id: order.id } })],
  });
  return (
    <>
      <Group justify="space-between">
        <Text size="sm">{text('arriving.confirmHint', { weight: formats.weight(order.deliveredKg) })}</Text>
        <Button loading={command.busy} onClick={() => command.run(null)}>
          {text('arriving.confirm')}
        </Button>
      </Group>
      {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
      {command.error && <Notice tone="bad">{command.error.message}</Notice>}
    </>
  );
}

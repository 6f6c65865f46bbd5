import { useCommand } from '@thesis/api';
import { cancelOrder, type CancelRequest, type OrderResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { Button, Group, Notice, Stack, Text, toast } from '@thesis/ui';
import { Checkbox, TextInput } from '@thesis/ui/forms';
import { useState, type FormEvent } from 'react';
import { useText } from '../text.ts';
import { donationsChanged } from './donation-lists.ts';

/** Calls off one charity's part before it is picked up; the food stays on offer, and the donor says whether to the same charity too. */
export function CallOff({ order }: { readonly order: OrderResponse }) {
  const text = useText();
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [again, setAgain] = useState(false);
  const [tried, setTried] = useState(false);
  const command = useCommand({
    name: `call-off.${order.id}`,
    send: async (body: CancelRequest, key) => (await cancelOrder({ path: { id: order.id }, body, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('callOff.done', { ngo: order.ngoName })),
    refreshes: donationsChanged(order.donationId),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() !== '') command.run({ reason: reason.trim(), offerAgain: again });
  };
  return (
    <Stack gap="xs">
      <Group>
        <Button variant="default" size="sm" mih={44} aria-expanded={open} onClick={() => setOpen(!open)}>
          {text('callOff.open')}
        </Button>
      </Group>
      {open && (
        <form onSubmit={send} noValidate>
          <Stack gap="sm">
            <Text size="sm">{text('callOff.then', { weight: formats.weight(order.quantityKg), ngo: order.ngoName })}</Text>
            <TextInput
              label={text('callOff.why', { ngo: order.ngoName })}
              maxLength={500}
              value={reason}
              disabled={command.unanswered}
              onChange={(event) => setReason(event.currentTarget.value)}
              error={tried && reason.trim() === '' ? text('callOff.whyNeeded') : command.fields.reason?.[0]}
            />
            <Checkbox label={text('callOff.again', { ngo: order.ngoName })} checked={again} disabled={command.unanswered} onChange={(event) => setAgain(event.currentTarget.checked)} />
            {command.unanswered && <Notice tone="warn">{text('post.unanswered')}</Notice>}
            {command.error && <Notice tone="bad">{command.error.message}</Notice>}
            <Group>
              <Button type="submit" loading={command.busy}>
                {text('callOff.send')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Stack>
  );
}

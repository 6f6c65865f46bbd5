import { useCommand } from '@thesis/api';
import { cancelOrder, type CancelRequest, type OrderResponse } from '@thesis/calls';
import { currentLanguage } from '@thesis/i18n';
import { useFormats, usePreferences } from '@thesis/portal';
import { Button, Group, Notice, Stack, toast } from '@thesis/ui';
import { Checkbox, NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useText } from '../text.ts';
import { readArrived } from './arrived.ts';

/**
 * Calls an order off. One that is carried ends as what it is: what arrived all the same is delivered, the rest is back with the
 * donor, or lost. Those concerned read the reason.
 */
export function EndOrder({ order, onDone }: { readonly order: OrderResponse; readonly onDone: () => void }) {
  const text = useText();
  const formats = useFormats();
  const { weightUnit } = usePreferences();
  const [reason, setReason] = useState('');
  const [rest, setRest] = useState('still_there');
  const [arrived, setArrived] = useState('');
  const [offerAgain, setOfferAgain] = useState(false);
  const carried = order.status === 'picked_up';
  const reading = readArrived(arrived, currentLanguage(), weightUnit, order.pickedUpKg);
  const isAll = 'kg' in reading && reading.kg === order.pickedUpKg;
  const command = useCommand({
    name: `end.${order.id}`,
    send: async (body: CancelRequest, key) => (await cancelOrder({ path: { id: order.id }, body, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => {
      void toast(text('order.ended'));
      onDone();
    },
    refreshes: [['board']],
  });
  const send = () => {
    if (reason.trim() === '' || 'fault' in reading) return;
    const how = carried ? { deliveredKg: reading.kg, ...(isAll ? {} : { rest }) } : offerAgain ? { offerAgain } : {};
    command.run({ reason: reason.trim(), ...how });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
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
          <TextInput
            label={text('order.arrived', { unit: weightUnit })} description={text('order.arrivedHint', { weight: formats.weight(order.pickedUpKg) })} inputMode="decimal" autoComplete="off" value={arrived}
            error={'fault' in reading ? text(`order.arrived_${reading.fault}`, { example: formats.number(12.5), weight: formats.weight(order.pickedUpKg) }) : command.fields.deliveredKg?.join(' ')}
            onChange={(event) => setArrived(event.currentTarget.value)}
          />
        )}
        {carried && !isAll && (
          <NativeSelect label={text('order.rest')} value={rest} error={command.fields.rest?.join(' ')} data={[{ value: 'still_there', label: text('order.back') }, { value: 'gone', label: text('order.gone') }]} onChange={(event) => setRest(event.currentTarget.value)} />
        )}
        {!carried && <Checkbox label={text('order.offerAgain')} checked={offerAgain} onChange={(event) => setOfferAgain(event.currentTarget.checked)} styles={{ body: { alignItems: 'center', minHeight: 44 } }} />}
        <Group>
          <Button type="submit" variant="default" color="red" loading={command.busy} disabled={reason.trim() === '' || 'fault' in reading}>
            {text('order.cancel')}
          </Button>
        </Group>
        {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
        {command.error && <Notice tone="bad">{command.error.message}</Notice>}
      </Stack>
    </form>
  );
}

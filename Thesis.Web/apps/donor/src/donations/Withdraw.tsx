import { useCommand } from '@thesis/api';
import { cancelDonation, withdrawDonation, type DonationResponse, type OrderResponse } from '@thesis/calls';
import { isUnderWay } from '@thesis/orders';
import { useFormats, usePreferences } from '@thesis/portal';
import { Button, Group, Notice, toast } from '@thesis/ui';
import { NativeSelect } from '@thesis/ui/forms';
import { useState } from 'react';
import { useText } from '../text.ts';
import { donationsChanged } from './donation-lists.ts';

const REASONS = ['used', 'spoiled', 'closed', 'mistake'] as const;

/** Withdraws what is not picked up yet. Because that cannot be undone, it first says whom it concerns. */
export function Withdraw({ donation, orders }: { readonly donation: DonationResponse; readonly orders: readonly OrderResponse[] }) {
  const text = useText();
  const formats = useFormats();
  const { language } = usePreferences();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState<(typeof REASONS)[number] | ''>('');
  const command = useCommand({
    name: `withdraw-donation.${donation.id}`,
    send: async (why: string, key) => {
      const how = { path: { id: donation.id }, headers: { 'Idempotency-Key': key } };
      return (await (why === '' ? cancelDonation(how) : withdrawDonation({ ...how, body: { reason: why } }))).data;
    },
    onDone: () => {
      setAsking(false);
      void toast(text('detail.withdrawn'));
    },
    refreshes: donationsChanged(donation.id),
  });
  const told = [...new Set(orders.filter((order) => isUnderWay(order) && order.status !== 'picked_up').map((order) => order.ngoName))];
  const carriedKg = orders.filter((order) => order.status === 'picked_up').reduce((sum, order) => sum + order.pickedUpKg, 0);

  if (!asking) {
    return (
      <Group>
        <Button variant="default" onClick={() => setAsking(true)}>
          {text('detail.withdraw')}
        </Button>
      </Group>
    );
  }
  return (
    <Notice tone="warn" title={text('detail.withdrawTitle')}>
      <p>{told.length === 0 ? text('detail.withdrawNobody') : text('detail.withdrawPromised', { ngos: new Intl.ListFormat(language).format(told) })}</p>
      {donation.openKg > 0 && <p>{text('detail.withdrawOpen', { weight: formats.weight(donation.openKg) })}</p>}
      {carriedKg > 0 && <p>{text('detail.withdrawCarried', { weight: formats.weight(carriedKg) })}</p>}
      <NativeSelect
        label={text('detail.withdrawWhy')}
        mb="sm"
        maw={360}
        value={reason}
        disabled={command.busy || command.unanswered}
        data={[{ value: '', label: text('detail.withdrawUnsaid') }, ...REASONS.map((value) => ({ value, label: text(`withdrawReason.${value}`) }))]}
        onChange={(event) => setReason(event.currentTarget.value as typeof reason)}
      />
      {command.unanswered && <p>{text('post.unanswered')}</p>}
      {command.error && <p role="alert">{command.error.message}</p>}
      <Group gap="xs">
        <Button loading={command.busy} onClick={() => command.run(reason === '' ? '' : text(`withdrawReason.${reason}`))}>
          {text('detail.withdraw')}
        </Button>
        <Button variant="default" onClick={() => setAsking(false)} autoFocus>
          {text('detail.keep')}
        </Button>
      </Group>
    </Notice>
  );
}

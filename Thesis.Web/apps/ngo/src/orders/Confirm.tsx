import { useCommand } from '@thesis/api';
import { confirmOrder, getOrderQueryKey, type ConfirmRequest, type OrderResponse } from '@thesis/calls';
import { currentLanguage, fromKg, readNumber, toKg } from '@thesis/i18n';
import { useFormats, usePreferences } from '@thesis/portal';
import { Button, Group, Notice, Stack, Text, toast } from '@thesis/ui';
import { NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useText } from '../text.ts';
import { ORDERS } from './order-lists.ts';

const QUALITIES = ['good', 'usable', 'partly_spoiled', 'spoiled'] as const;

/** Confirms that food was received: in one tap as the driver weighed it, or with another weight and its quality. */
export function Confirm({ order }: { readonly order: OrderResponse }) {
  const text = useText();
  const formats = useFormats();
  const [reporting, setReporting] = useState(false);
  const command = useCommand({
    name: `confirm.${order.id}`,
    send: async (body: ConfirmRequest, key) => (await confirmOrder({ path: { id: order.id }, body, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('arriving.confirmed')),
    refreshes: [[ORDERS], getOrderQueryKey({ path: { id: order.id } })],
  });
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm">{text('arriving.confirmHint', { weight: formats.weight(order.deliveredKg) })}</Text>
        <Group gap="xs">
          <Button variant="default" aria-expanded={reporting} disabled={command.busy} onClick={() => setReporting(!reporting)}>
            {text('report.open')}
          </Button>
          <Button loading={command.busy} onClick={() => command.run({ quality: 'good' })}>
            {text('arriving.confirm')}
          </Button>
        </Group>
      </Group>
      {reporting && <Report order={order} busy={command.busy} onSend={command.run} reasonFault={command.fields.reason?.join(' ')} />}
      {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
      {command.error && <Notice tone="bad">{command.error.message}</Notice>}
    </Stack>
  );
}

interface ReportProps {
  readonly order: OrderResponse;
  readonly busy: boolean;
  readonly onSend: (body: ConfirmRequest) => void;
  readonly reasonFault: string | undefined;
}

function Report({ order, busy, onSend, reasonFault }: ReportProps) {
  const text = useText();
  const formats = useFormats();
  const { weightUnit } = usePreferences();
  const [typed, setTyped] = useState(formats.number(fromKg(order.deliveredKg, weightUnit)));
  const [quality, setQuality] = useState<(typeof QUALITIES)[number]>('usable');
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const send = () => {
    const reading = readNumber(typed, currentLanguage());
    const kg = 'value' in reading ? toKg(reading.value, weightUnit) : NaN;
    // What is shown is rounded: the same number is the same weight.
    const same = typed === formats.number(fromKg(order.deliveredKg, weightUnit));
    if (!same && !(kg >= 0 && kg <= order.deliveredKg)) return setFault(text('report.fault', { weight: formats.weight(order.deliveredKg) }));
    if (!same && kg < order.deliveredKg && reason.trim() === '') return setFault(text('report.reasonNeeded'));
    onSend({ ...(same ? {} : { kg }), quality, ...(reason.trim() ? { reason: reason.trim() } : {}) });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      noValidate
    >
      <Stack gap="sm">
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <TextInput label={text('report.weight', { unit: weightUnit })} value={typed} error={fault} inputMode="decimal" onChange={(event) => { setTyped(event.currentTarget.value); setFault(null); }} />
          <NativeSelect label={text('report.quality')} value={quality} data={QUALITIES.map((value) => ({ value, label: text(`report.${value}`) }))} onChange={(event) => setQuality(event.currentTarget.value as typeof quality)} />
        </Group>
        <TextInput label={text('report.reason')} value={reason} maxLength={500} error={reasonFault} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group>
          <Button type="submit" loading={busy}>
            {text('report.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

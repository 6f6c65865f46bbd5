import { useCommand } from '@thesis/api';
import { reportIncident, type IncidentRequest, type OrderResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { Button, Group, Notice, Stack, Text, toast } from '@thesis/ui';
import { NativeSelect, Textarea } from '@thesis/ui/forms';
import { useState } from 'react';
import { useText } from '../text.ts';
import { useOrderHistory } from './use-order-history.ts';

/** What people can report; what else the system notes comes without a name of its own. */
export const INCIDENTS = ['accident', 'breakdown', 'cooling_failed', 'food_unsafe', 'access_denied', 'other'] as const;
const NAMED = [...INCIDENTS, 'wrong_code'] as const;

/** What went wrong on the way, as those concerned reported it; and a way to report what a dispatcher was told on the telephone. */
export function Incidents({ order }: { readonly order: OrderResponse }) {
  const text = useText();
  const formats = useFormats();
  const incidents = (useOrderHistory(order).data ?? []).filter((event) => event.action === 'incident_reported');
  const parties = ['donor', 'ngo', 'driver', 'dispatcher', 'clock'] as const;
  return (
    <Stack gap="xs">
      {incidents.map((event) => {
        const kind = NAMED.find((one) => one === event.incident);
        const by = parties.find((one) => one === event.by);
        return (
          <Notice key={event.version} tone="warn" title={kind ? text(`incident.${kind}`) : text('incident.other')}>
            {event.reason && <Text size="sm">{event.reason}</Text>}
            <Text size="sm" c="dimmed">
              {[formats.moment(event.at), by && text(`history.by_${by}`)].filter(Boolean).join(' · ')}
            </Text>
          </Notice>
        );
      })}
      <details>
        <summary>{text('incident.report')}</summary>
        <Report order={order} />
      </details>
    </Stack>
  );
}

function Report({ order }: { readonly order: OrderResponse }) {
  const text = useText();
  const [kind, setKind] = useState('');
  const [description, setDescription] = useState('');
  const [missing, setMissing] = useState(false);
  const report = useCommand({
    name: `incident.${order.id}`,
    send: async (body: IncidentRequest, key) => (await reportIncident({ path: { id: order.id }, body, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => {
      setKind('');
      setDescription('');
      void toast(text('incident.reported'));
    },
    refreshes: [['board'], ['order-history']],
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(true);
        if (kind !== '' && description.trim() !== '') {
          setMissing(false);
          report.run({ kind, description: description.trim() });
        }
      }}
    >
      <Stack gap="xs" pt="xs">
        <NativeSelect
          label={text('incident.kind')} value={kind} error={missing && kind === '' ? text('incident.chooseKind') : report.fields.kind?.join(' ')}
          data={[{ value: '', label: text('incident.choose') }, ...INCIDENTS.map((value) => ({ value, label: text(`incident.${value}`) }))]}
          onChange={(event) => setKind(event.currentTarget.value)}
        />
        <Textarea
          label={text('incident.what')} description={text('incident.whatHint')} rows={3} maxLength={500} value={description}
          error={missing && description.trim() === '' ? text('incident.sayWhat') : report.fields.description?.join(' ')} onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" variant="default" loading={report.busy}>{text('incident.send')}</Button>
        </Group>
        {report.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
        {report.error && <Notice tone="bad">{report.error.message}</Notice>}
      </Stack>
    </form>
  );
}

import { allPages, useCommand, useQuery } from '@thesis/api';
import { assignOrder, listDrivers, type DriverResponse, type OrderResponse } from '@thesis/calls';
import { distanceKm } from '@thesis/orders/distance';
import { useFormats } from '@thesis/portal';
import { Button, Group, Notice, Stack, Text, toast } from '@thesis/ui';
import { NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useText } from '../text.ts';

interface Assignment {
  readonly driverId: string;
  readonly override?: boolean;
  readonly reason?: string;
}

/** Gives an order to a driver of the region who is on shift, the nearest first; one who does not suit only with a reason. */
export function Assign({ order }: { readonly order: OrderResponse }) {
  const text = useText();
  const formats = useFormats();
  const [chosen, setChosen] = useState('');
  const [reason, setReason] = useState('');
  const drivers = useQuery({ queryKey: ['drivers', order.region], queryFn: () => allPages((page) => listDrivers({ query: { region: order.region, onShift: true, ...page } })) });
  const away = (driver: DriverResponse): number => (driver.lastPosition ? distanceKm(driver.lastPosition, order.pickup) : Infinity);
  const choices = (drivers.data ?? []).filter((driver) => driver.id !== order.driverId).sort((a, b) => away(a) - away(b) || 0);
  const driverId = chosen || choices[0]?.id || '';
  const assign = useCommand({
    name: `assign.${order.id}`,
    send: async (body: Assignment, key) => (await assignOrder({ path: { id: order.id }, body, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('assign.done')),
    refreshes: [['board']],
  });
  const unsuitable = assign.error?.status === 409;
  // What setting the rules aside costs, as far as it is known here.
  const picked = choices.find((driver) => driver.id === driverId);
  const nearest = choices[0];
  const farther = picked && nearest && Number.isFinite(away(picked)) ? away(picked) - away(nearest) : 0;
  const over = picked ? order.quantityKg - picked.capacityKg : 0;
  return (
    <Stack gap="xs">
      {drivers.isSuccess && choices.length === 0 && <Notice tone="info">{text('assign.nobody')}</Notice>}
      {choices.length > 0 && (
        <Group align="flex-end">
          <NativeSelect
            label={text(order.driverId ? 'assign.another' : 'assign.driver')}
            style={{ flex: '1 1 200px' }}
            value={driverId}
            data={choices.map((driver) => ({ value: driver.id, label: `${driver.name} · ${driver.vehicle}, ${formats.weight(driver.capacityKg)}${driver.lastPosition ? ` · ${formats.distance(away(driver))}` : ''}` }))}
            onChange={(event) => {
              setChosen(event.currentTarget.value);
              assign.reset();
            }}
          />
          <Button loading={assign.busy} onClick={() => assign.run({ driverId })}>
            {text('assign.give')}
          </Button>
        </Group>
      )}
      {farther >= 0.5 && <Text size="sm" c="dimmed">{text('assign.farther', { distance: formats.distance(farther), name: nearest?.name ?? '' })}</Text>}
      {over > 0 && <Text size="sm" c="var(--thesis-warn)">{text('assign.over', { weight: formats.weight(over) })}</Text>}
      {assign.error && <Notice tone="bad">{assign.error.message}</Notice>}
      {unsuitable && (
        <>
          <TextInput label={text('assign.overrideWhy')} description={text('assign.overrideHint')} value={reason} maxLength={500} error={assign.fields.reason?.join(' ')} onChange={(event) => setReason(event.currentTarget.value)} />
          <Group gap="xs">
            <Button variant="default" disabled={reason.trim() === ''} loading={assign.busy} onClick={() => assign.run({ driverId, override: true, reason: reason.trim() })}>
              {text('assign.override')}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}

import { allPages, useCommand, useQuery } from '@thesis/api';
import { assignOrder, listDrivers, releaseOrder, type DriverResponse, type OrderResponse } from '@thesis/calls';
import { distanceKm } from '@thesis/orders/distance';
import { useFormats } from '@thesis/portal';
import { Button, Group, Notice, Stack, toast } from '@thesis/ui';
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
  const choices = (drivers.data ?? []).filter((driver) => driver.id !== order.driverId).sort((a, b) => away(a) - away(b));
  const driverId = chosen || choices[0]?.id || '';
  const assign = useCommand({
    name: `assign.${order.id}`,
    send: async (body: Assignment, key) => (await assignOrder({ path: { id: order.id }, body, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('assign.done')),
    refreshes: [['board']],
  });
  const release = useCommand({
    name: `release.${order.id}`,
    send: async (why: string, key) => (await releaseOrder({ path: { id: order.id }, body: { reason: why }, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('assign.released')),
    refreshes: [['board']],
  });
  const unsuitable = assign.error?.status === 409;
  const error = assign.error ?? release.error;
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
      {error && <Notice tone="bad">{error.message}</Notice>}
      {(unsuitable || order.driverId) && (
        <TextInput label={text(unsuitable ? 'assign.overrideWhy' : 'assign.releaseWhy')} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
      )}
      <Group gap="xs">
        {unsuitable && (
          <Button variant="default" disabled={reason.trim() === ''} loading={assign.busy} onClick={() => assign.run({ driverId, override: true, reason: reason.trim() })}>
            {text('assign.override')}
          </Button>
        )}
        {order.driverId && (
          <Button variant="default" disabled={reason.trim() === ''} loading={release.busy} onClick={() => release.run(reason.trim())}>
            {text('assign.release')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

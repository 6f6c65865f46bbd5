import { allPages, useQuery } from '@thesis/api';
import { listMyOrders } from '@thesis/calls';
import { OrderBadge } from '@thesis/orders';
import { useFormats } from '@thesis/portal';
import { Box, Button, Card, Figure, FromTo, Group, Screen, SimpleGrid, Stack, Text, Title } from '@thesis/ui';
import { Switch } from '@thesis/ui/forms';
import { useState } from 'react';
import { DRIVES, useDriver } from '../queries.ts';
import { useText } from '../text.ts';
import { useInstall } from './install.ts';
import { useNightPreference } from './night.ts';
import Register from './Register.tsx';
import { Shift } from './Shift.tsx';

const SHOWN = 20;
const DONE: readonly string[] = ['delivered', 'completed'];

/** What the driver drives, how this device behaves, and what was brought so far. */
export default function Vehicle() {
  const text = useText();
  const formats = useFormats();
  const driver = useDriver().data;
  const [night, setNight] = useNightPreference();
  const install = useInstall();
  const drives = useQuery({ queryKey: [...DRIVES, 'all'], queryFn: () => allPages((page) => listMyOrders({ query: page })) });
  const done = (drives.data ?? []).filter((order) => DONE.includes(order.status));
  const ended = (drives.data ?? []).filter((order) => !['assigned', 'picked_up'].includes(order.status));
  const [changing, setChanging] = useState(false);
  if (!driver) return null;
  if (changing) return <Register driver={driver} onSaved={() => setChanging(false)} />;
  return (
    <Screen title={driver.name} width={640} actions={<Button variant="default" onClick={() => setChanging(true)}>{text('vehicle.change')}</Button>}>
      <Shift />
      <Card>
        <SimpleGrid component="dl" cols={{ base: 2, sm: 4 }} m={0}>
          <Figure label={text('vehicle.label')} value={vehicleName(driver.vehicle, text)} />
          <Figure label={text('vehicle.carries')} value={formats.weight(driver.capacityKg)} />
          <Figure label={text('vehicle.brought')} value={formats.weight(done.reduce((kg, order) => kg + order.deliveredKg, 0))} note={text('vehicle.allTime')} />
          <Figure label={text('vehicle.drives')} value={formats.number(done.length)} note={text('vehicle.allTime')} />
        </SimpleGrid>
      </Card>
      <Card label={text('vehicle.device')}>
        <Stack>
          <Switch size="lg" label={text('vehicle.night')} description={text('vehicle.nightHint')} checked={night} onChange={(event) => setNight(event.currentTarget.checked)} />
          {install && (
            <Group justify="space-between">
              <Text>{text('vehicle.installHint')}</Text>
              <Button onClick={install}>{text('vehicle.install')}</Button>
            </Group>
          )}
        </Stack>
      </Card>
      {ended.length > 0 && (
        <Stack gap="xs">
          <Title order={2}>{text('vehicle.history')}</Title>
          {ended.slice(0, SHOWN).map((order) => (
            <Card key={order.id} p="sm">
              <Group justify="space-between">
                <Box>
                  <Text fw={600}>
                    {formats.weight(order.deliveredKg || order.quantityKg)} {order.title}
                  </Text>
                  <Text size="sm" c="dimmed">
                    <FromTo from={order.donorName} to={order.ngoName} />
                  </Text>
                </Box>
                <OrderBadge order={order} />
              </Group>
            </Card>
          ))}
        </Stack>
      )}
    </Screen>
  );
}

const KNOWN = ['car', 'van', 'truck', 'cargo-bike', 'bicycle'] as const;

/** A vehicle registered elsewhere may be any word; it is shown as it stands. */
const vehicleName = (vehicle: string, text: ReturnType<typeof useText>): string => {
  const known = KNOWN.find((one) => one === vehicle);
  return known ? text(`vehicle.${known}`) : vehicle;
};

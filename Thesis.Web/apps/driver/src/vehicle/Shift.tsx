import { Button, Card, Group, StatusBadge, Text } from '@thesis/ui';
import { usePosition } from '../position/use-position.ts';
import { useDriver } from '../queries.ts';
import { useOutbox } from '../queue/OutboxProvider.tsx';
import type { Bodies } from '../queue/driver-actions.ts';
import { useText } from '../text.ts';

/** Begins and ends the shift, and says whether the driver's position is shared meanwhile. */
export function Shift() {
  const text = useText();
  const driver = useDriver().data;
  const { actions, act } = useOutbox();
  const { state } = usePosition();
  if (!driver) return null;
  const said = actions.filter((action) => action.kind === 'shift' && action.state === 'waiting').at(-1);
  const onShift = said ? (said.body as Bodies['shift']).onShift : driver.onShift;
  return (
    <Card p="sm">
      <Group justify="space-between" wrap="nowrap">
        <div>
          <StatusBadge tone={onShift ? 'good' : 'plain'}>{text(onShift ? 'shift.on' : 'shift.off')}</StatusBadge>
          <Text size="sm" c="dimmed" mt={4}>
            {text(onShift ? `position.${state}` : 'shift.offHint')}
          </Text>
        </div>
        <Button variant={onShift ? 'default' : 'filled'} onClick={() => act('shift', 'shift', '', { onShift: !onShift })} style={{ flex: 'none' }}>
          {text(onShift ? 'shift.end' : 'shift.begin')}
        </Button>
      </Group>
    </Card>
  );
}

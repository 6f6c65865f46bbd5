import { Link, useFormats } from '@thesis/portal';
import { Anchor, Button, Card, EmptyState, Group, Screen, Stack, StatusBadge, Text } from '@thesis/ui';
import { useText } from '../text.ts';
import type { Bodies, Kind } from './driver-actions.ts';
import type { Action } from '@thesis/outbox';
import { useOutbox } from './OutboxProvider.tsx';

/** What the server does not know yet, in the order in which it is sent; what it refused, and what to do about it. */
export default function Unsent() {
  const text = useText();
  const { actions } = useOutbox();
  return (
    <Screen title={text('unsent.title')} lead={<Anchor component={Link} href="/driver" className="thesis-back">{text('stop.back')}</Anchor>} width={640}>
      {actions.length === 0 && <EmptyState title={text('unsent.none')}>{text('unsent.noneRemedy')}</EmptyState>}
      <Stack gap="sm">
        {actions.map((action) => <Row key={action.id} action={action} />)}
      </Stack>
    </Screen>
  );
}

function Row({ action }: { readonly action: Action }) {
  const text = useText();
  const formats = useFormats();
  const { retry, discard } = useOutbox();
  return (
    <Card>
      <Stack gap="xs">
        <Group justify="space-between">
          <Text fw={700}>{useWords(action)}</Text>
          <StatusBadge tone={action.state === 'waiting' ? 'info' : action.state === 'held' ? 'warn' : 'bad'}>{text(`unsent.state.${action.state}`)}</StatusBadge>
        </Group>
        <Text size="sm" c="dimmed">{text('unsent.at', { time: formats.moment(action.at) })}</Text>
        {action.refusal && <Text>{action.refusal}</Text>}
        {action.state === 'refused' && (
          <Group>
            <Button variant="default" onClick={() => retry(action)}>{text('unsent.again')}</Button>
            <Button variant="default" color="red" onClick={() => discard(action)}>{text('unsent.discard')}</Button>
          </Group>
        )}
        {action.state === 'held' && <Text size="sm">{text('unsent.heldWhy')}</Text>}
      </Stack>
    </Card>
  );
}

/** An action in words. */
function useWords({ kind, title, body }: Action): string {
  const text = useText();
  const formats = useFormats();
  switch (kind as Kind) {
    case 'pickup':
      return text('unsent.pickup', { weight: formats.weight((body as Bodies['pickup']).kg), title });
    case 'deliver':
      return text('unsent.deliver', { weight: formats.weight((body as Bodies['deliver']).kg), title });
    case 'fail':
      return text('unsent.fail', { title, reason: (body as Bodies['fail']).reason });
    case 'release':
      return text('unsent.release', { title, reason: (body as Bodies['release']).reason });
    case 'notThere':
      return text('unsent.notThere', { title });
    case 'incident':
      return text('unsent.incident', { title, what: (body as Bodies['incident']).description });
    case 'shift':
      return text((body as Bodies['shift']).onShift ? 'unsent.shiftOn' : 'unsent.shiftOff');
  }
}

import type { OrderEventResponse, OrderResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { Stack, Text, Title } from '@thesis/ui';
import { useText } from '../text.ts';
import { useOrderHistory } from './use-order-history.ts';

const ACTIONS = ['accepted', 'declined', 'expired', 'cancelled', 'assigned', 'withdrawn', 'released', 'no_show', 'picked_up', 'failed', 'delivered', 'confirmed', 'incident_reported', 'proposed'] as const;
const PARTIES = ['donor', 'ngo', 'driver', 'dispatcher', 'clock'] as const;

/** What happened to an order, oldest first: by whom, when, why, how much. */
export function History({ order }: { readonly order: OrderResponse }) {
  const text = useText();
  const events = useOrderHistory(order).data;
  if (!events || events.length === 0) return null;
  return (
    <Stack gap={4}>
      <Title order={3}>{text('history.title')}</Title>
      <ul className="why">
        {events.map((event) => (
          <li key={event.version}>
            <Event event={event} />
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function Event({ event }: { readonly event: OrderEventResponse }) {
  const text = useText();
  const formats = useFormats();
  const action = ACTIONS.find((one) => one === event.action);
  const party = PARTIES.find((one) => one === event.by);
  const words = [
    action ? text(`history.${action}`) : event.action, party && text(`history.by_${party}`), event.kg !== null && formats.weight(event.kg),
    event.rest && text(event.rest === 'gone' ? 'history.gone' : 'history.stillThere'), event.overridden && text('history.overridden'), event.reason,
  ].filter(Boolean);
  return (
    <Text size="sm" component="span">
      {formats.moment(event.at)}: {words.join(' · ')}
    </Text>
  );
}

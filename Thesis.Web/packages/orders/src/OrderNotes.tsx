import { useQuery } from '@thesis/api';
import { getOrderHistoryOptions, type OrderEventResponse, type OrderResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import { Box, Notice, Stack, Text } from '@thesis/ui';
import { noteworthy, type Incident } from './noteworthy.ts';
import { useOrderText } from './text.ts';

/** What happened to an order that its steps do not show: incidents, drivers who gave it back, why only a part was taken. Live. */
export function OrderNotes({ order, zone }: { readonly order: Pick<OrderResponse, 'id'>; readonly zone?: string | undefined }) {
  const text = useOrderText();
  const options = getOrderHistoryOptions({ path: { id: order.id } });
  const history = useQuery(options);
  useLiveRefresh(`order:${order.id}`, [options.queryKey]);
  if (history.isError) return <Notice tone="bad" retry={{ label: text('retry'), onRetry: () => void history.refetch() }}>{text('notes.unread')}</Notice>;
  const events = noteworthy(history.data?.events ?? []);
  if (events.length === 0) return null;
  return (
    <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={text('notes.title')}>
      {events.map((event) => (
        <li key={event.version.toString()}>
          <Note event={event} zone={zone} />
        </li>
      ))}
    </Stack>
  );
}

function Note({ event, zone }: { readonly event: OrderEventResponse; readonly zone: string | undefined }) {
  const text = useOrderText();
  const formats = useFormats(zone);
  const what = event.action === 'incident_reported' ? text(`incident.${(event.incident ?? 'other') as Incident}`) : text(`notes.${event.action as 'accepted' | 'no_show' | 'released'}`);
  return (
    <Box>
      <Text size="sm" fw={600}>
        {what}
      </Text>
      {event.reason && <Text size="sm">{event.reason}</Text>}
      <Text size="sm" c="dimmed">
        {formats.moment(event.at)} · {text(`by.${event.by as 'donor' | 'ngo' | 'driver' | 'dispatcher' | 'clock'}`)}
      </Text>
    </Box>
  );
}

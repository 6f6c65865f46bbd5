import type { OrderView } from '@thesis/calls';
import type { Formats } from '@thesis/i18n';
import { useFormats, useNow } from '@thesis/portal';
import { Text } from '@thesis/ui';
import { Timeline } from '@thesis/ui/data';
import { DriverNearby } from './DriverNearby.tsx';
import { ENDS, isCarried, STEPS, statusOf, type OrderStatus } from './status.ts';
import { useOrderText } from './text.ts';

/** An order step by step: what happened, when, how much, and what comes next. */
export function OrderTimeline({ order }: { readonly order: OrderView }) {
  const text = useOrderText();
  const formats = useFormats();
  const now = useNow();
  const status = statusOf(order);
  const ended = (ENDS as readonly OrderStatus[]).includes(status);
  const reached = ended ? reachedBefore(order) : STEPS.indexOf(status as (typeof STEPS)[number]);
  const note = notesOf(order, formats);
  return (
    <Timeline active={reached} bulletSize={18} lineWidth={2}>
      {STEPS.slice(0, ended ? reached + 1 : undefined).map((step, index) => (
        <Timeline.Item key={step} title={text(`step.${step}`, { ngo: order.ngoName })} {...(index > reached ? { lineVariant: 'dashed' as const } : {})}>
          {index <= reached && note[step] && (
            <Text size="sm" c="dimmed">
              {note[step]}
            </Text>
          )}
          {step === 'picked_up' && index <= reached && <Weighed kg={order.pickedUpKg} planned={order.quantityKg} />}
          {step === 'delivered' && index <= reached && <Weighed kg={order.deliveredKg} planned={order.pickedUpKg} />}
          {step === 'proposed' && status === 'proposed' && (
            <Text size="sm">{text('answerBy', { time: formats.time(order.respondBy), relative: formats.relative(order.respondBy, now) })}</Text>
          )}
          {step === 'picked_up' && index > reached && !ended && (
            <Text size="sm" c="dimmed">
              {text('pickupBetween', { span: formats.span(order.pickupFrom, order.pickupUntil) })}
            </Text>
          )}
          {step === status && isCarried(order) && <DriverNearby order={order} />}
        </Timeline.Item>
      ))}
      {ended && (
        <Timeline.Item title={text(`status.${status}`)}>
          <Text size="sm" c="dimmed">
            {formats.moment(order.updatedAt)}
          </Text>
          {order.reason && <Text size="sm">{order.reason}</Text>}
        </Timeline.Item>
      )}
    </Timeline>
  );
}

function Weighed({ kg, planned }: { readonly kg: number; readonly planned: number }) {
  const text = useOrderText();
  const formats = useFormats();
  const values = { weight: formats.weight(kg), planned: formats.weight(planned) };
  return <Text size="sm">{kg === planned ? text('weighed', values) : text('weighedOf', values)}</Text>;
}

/** When each step happened, as far as the order says. */
const notesOf = (order: OrderView, formats: Formats): Partial<Record<OrderStatus, string>> => ({
  proposed: formats.moment(order.createdAt),
  ...(order.deliveredAt ? { delivered: formats.moment(order.deliveredAt) } : {}),
  ...(order.status === 'accepted' || order.status === 'assigned' || order.status === 'picked_up' ? { [order.status]: formats.moment(order.updatedAt) } : {}),
});

/** The last step that an order took before it ended otherwise. */
const reachedBefore = (order: OrderView): number => (order.pickedUpKg > 0 ? 3 : order.driverId ? 2 : order.status === 'failed' ? 2 : 0);

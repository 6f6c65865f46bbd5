import type { OrderResponse } from '@thesis/calls';
import type { Formats } from '@thesis/i18n';
import { useFormats, useNow } from '@thesis/portal';
import { Text } from '@thesis/ui';
import { Timeline } from '@thesis/ui/data';
import { DriverNearby } from './DriverNearby.tsx';
import { ENDS, isCarried, STEPS, statusOf, type OrderStatus } from './status.ts';
import { useOrderText } from './text.ts';

interface OrderTimelineProps {
  readonly order: OrderResponse;
  /** Whose clock the times are of; the device's own without it. */
  readonly zone?: string | undefined;
}

/** An order step by step: what happened, when, how much, and what comes next. */
export function OrderTimeline({ order, zone }: OrderTimelineProps) {
  const text = useOrderText();
  const formats = useFormats(zone);
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
          {step === 'picked_up' && index <= reached && <Weighed kg={order.pickedUpKg} planned={order.quantityKg} reason={order.pickupReason} />}
          {step === 'delivered' && index <= reached && <Weighed kg={order.deliveredKg} planned={order.pickedUpKg} reason={order.deliveryReason} />}
          {step === 'accepted' && index <= reached && order.quantityKg < order.proposedKg && (
            <Text size="sm">{text('inPart', { weight: formats.weight(order.quantityKg), planned: formats.weight(order.proposedKg) })}</Text>
          )}
          {!ended && index > reached && estimate(step, order) && (
            <Text size="sm" fw={600}>
              {text('expected', { time: formats.moment(estimate(step, order) ?? '') })}
            </Text>
          )}
          {step === 'completed' && index <= reached && order.quality && <Text size="sm">{text(`quality.${order.quality as Quality}`)}</Text>}
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
            {formats.moment(order.endedAt ?? order.updatedAt)}
          </Text>
          {order.reason && <Text size="sm">{order.reason}</Text>}
        </Timeline.Item>
      )}
    </Timeline>
  );
}

type Quality = 'good' | 'usable' | 'partly_spoiled' | 'spoiled';

/** When a step that is still ahead is expected. */
const estimate = (step: OrderStatus, order: OrderResponse): string | null =>
  step === 'picked_up' ? order.estimatedPickupAt : step === 'delivered' ? order.estimatedDeliveryAt : null;

function Weighed({ kg, planned, reason }: { readonly kg: number; readonly planned: number; readonly reason: string }) {
  const text = useOrderText();
  const formats = useFormats();
  const values = { weight: formats.weight(kg), planned: formats.weight(planned) };
  return (
    <Text size="sm">
      {kg === planned ? text('weighed', values) : text('weighedOf', values)}
      {reason && `: ${reason}`}
    </Text>
  );
}

/** When each step happened. */
const notesOf = (order: OrderResponse, formats: Formats): Partial<Record<OrderStatus, string>> => {
  const times = [['proposed', order.createdAt], ['accepted', order.acceptedAt], ['assigned', order.assignedAt], ['picked_up', order.pickedUpAt], ['delivered', order.deliveredAt], ['completed', order.endedAt]] as const;
  return Object.fromEntries(times.flatMap(([step, at]) => (at ? [[step, formats.moment(at)]] : [])));
};

/** The last step that an order took before it ended otherwise. */
const reachedBefore = (order: OrderResponse): number => (order.pickedUpAt ? 3 : order.assignedAt ? 2 : order.acceptedAt ? 1 : 0);

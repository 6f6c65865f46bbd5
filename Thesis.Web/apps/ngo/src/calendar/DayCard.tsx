import type { IntakeCalendarRequest, NgoResponse } from '@thesis/calls';
import { OrderBadge } from '@thesis/orders';
import { Link, useFormats, useLocale } from '@thesis/portal';
import { clockNamed, dayNamed } from '@thesis/region';
import { Anchor, Box, Button, Card, Group, Stack, StatusBadge, Text, Title, type Tone } from '@thesis/ui';
import { Progress } from '@thesis/ui/data';
import { useState } from 'react';
import { useText } from '../text.ts';
import { DayForm } from './DayForm.tsx';
import { expectedAt, type Fill, type IntakeDay } from './days.ts';

interface DayCardProps {
  readonly day: IntakeDay;
  readonly ngo: NgoResponse;
  readonly zone: string | undefined;
  readonly today: string;
  readonly busy: boolean;
  readonly onChange: (calendar: IntakeCalendarRequest) => void;
}

const TONES: Readonly<Record<IntakeDay['state'], Tone>> = { open: 'good', closed: 'warn', paused: 'warn', shut: 'plain', unknown: 'info' };

/** One day: whether it is open, how much room is left, what comes and when. */
export function DayCard({ day, ngo, zone, today, busy, onChange }: DayCardProps) {
  const text = useText();
  const formats = useFormats(zone);
  const language = useLocale();
  const [changing, setChanging] = useState(false);
  const name = dayNamed(day.day, language);
  const hours = new Intl.ListFormat(language).format(day.openings.map(({ opens, closes }) => `${clockNamed(opens, language)}–${clockNamed(closes, language)}`));
  return (
    <Card label={name}>
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start">
          <Box>
            <Title order={2}>
              {name}
              {day.day === today && ` · ${text('calendar.isToday')}`}
            </Title>
            {day.reason && <Text size="sm">{day.reason}</Text>}
          </Box>
          <StatusBadge tone={TONES[day.state]}>{day.state === 'open' ? text('calendar.open', { hours }) : text(`calendar.${day.state}`)}</StatusBadge>
        </Group>
        {day.state !== 'closed' && day.state !== 'paused' && (
          <Box>
            <Room label={text('calendar.room')} fill={day.kg} format={formats.weight} />
            {day.storage.map((fill) => <Room key={fill.name} label={text(`intake.${fill.name}`)} fill={fill} format={formats.weight} />)}
            <Room label={text('calendar.deliveries')} fill={day.deliveries} format={formats.number} />
            {day.differs && <Text size="sm" fw={600}>{text('calendar.differs')}</Text>}
          </Box>
        )}
        {day.orders.map((order) => (
          <Group key={order.id} justify="space-between" align="flex-start" gap="xs">
            <Box flex="1 1 200px">
              <Anchor component={Link} href={`/ngo/orders/${order.id}`} fw={600}>
                {formats.weight(order.deliveredKg || order.quantityKg)} {order.title}
              </Anchor>
              <Text size="sm" c="dimmed">
                {order.estimatedDeliveryAt || order.deliveredAt ? formats.time(expectedAt(order)) : text('calendar.pickup', { span: `${formats.time(order.pickupFrom)}–${formats.time(order.pickupUntil)}` })} · {order.donorName}
              </Text>
            </Box>
            <OrderBadge order={order} />
          </Group>
        ))}
        {day.orders.length === 0 && <Text size="sm" c="dimmed">{text('calendar.nothing')}</Text>}
        {day.day >= today && (
          <Group>
            <Button variant="default" size="sm" mih={44} aria-expanded={changing} aria-label={`${text('calendar.change')}: ${name}`} disabled={busy} onClick={() => setChanging(!changing)}>
              {text('calendar.change')}
            </Button>
          </Group>
        )}
        {changing && (
          <DayForm
            day={day}
            ngo={ngo}
            today={today}
            busy={busy}
            onChange={(calendar) => {
              setChanging(false);
              onChange(calendar);
            }}
          />
        )}
      </Stack>
    </Card>
  );
}

interface RoomProps {
  readonly label: string;
  readonly fill: Fill;
  readonly format: (value: number) => string;
}

/** How much of a limit is taken, in words and as a bar. */
function Room({ label, fill, format }: RoomProps) {
  const text = useText();
  if (fill.of === null) return null;
  const share = fill.of > 0 ? (100 * fill.taken) / fill.of : 100;
  return (
    <Box mb={6}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{label}</Text>
        <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
          {text('calendar.taken', { taken: format(fill.taken), of: format(fill.of) })}
        </Text>
      </Group>
      <Progress value={Math.min(100, share)} color={share >= 100 ? 'red' : 'leaf'} size="sm" aria-hidden="true" />
    </Box>
  );
}

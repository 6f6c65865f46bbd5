import type { OrderResponse } from '@thesis/calls';
import { Link, useFormats, useSearchParams } from '@thesis/portal';
import { Button, Card, FromTo, Group, Stack, Text, Title } from '@thesis/ui';
import { Checkbox } from '@thesis/ui/forms';
import { useState } from 'react';
import { useText } from '../text.ts';
import { DueBadge } from './DueBadge.tsx';

const STEP = 30;

interface ColumnProps {
  readonly title: string;
  readonly orders: readonly OrderResponse[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (id: string) => void;
  readonly now: number;
}

/** The orders in one state. */
export function Column({ title, orders, selected, onSelect, now }: ColumnProps) {
  const text = useText();
  const formats = useFormats();
  const [most, setMost] = useState(STEP);
  return (
    <Stack gap="xs" component="section" aria-label={title} data-column>
      <Title order={2}>
        {title} ({formats.number(orders.length)})
      </Title>
      {orders.slice(0, most).map((order) => <OrderCard key={order.id} order={order} isSelected={selected.has(order.id)} onSelect={() => onSelect(order.id)} now={now} />)}
      {orders.length > most && (
        <Button variant="default" onClick={() => setMost(most + STEP)}>
          {text('more')}
        </Button>
      )}
    </Stack>
  );
}

interface OrderCardProps {
  readonly order: OrderResponse;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
  readonly now: number;
}

function OrderCard({ order, isSelected, onSelect, now }: OrderCardProps) {
  const text = useText();
  const formats = useFormats();
  const [search] = useSearchParams();
  const there = new URLSearchParams(search);
  there.set('order', order.id);
  const title = `${formats.weight(order.quantityKg)} ${order.title}`;
  return (
    <div data-order={order.id}>
      <Card p={0} className="order-card" data-selected={isSelected || undefined}>
        <Group wrap="nowrap" gap={0} align="stretch">
          <Checkbox className="order-tick" aria-label={text('board.select', { order: title })} checked={isSelected} onChange={onSelect} />
          <Link href={`/admin?${there}`} className="order-link">
            <Stack gap={4}>
              <Text fw={700}>{title}</Text>
              <Text size="sm" c="dimmed">
                <FromTo from={order.donorName} to={order.ngoName} />
              </Text>
              <Group>
                <DueBadge order={order} now={now} />
              </Group>
            </Stack>
          </Link>
        </Group>
      </Card>
    </div>
  );
}

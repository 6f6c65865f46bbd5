import type { OrderResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { StatusBadge, type Tone } from '@thesis/ui';
import { useText } from '../text.ts';
import { dueOf, pressureOf, type Pressure } from './due.ts';

const TONES: Readonly<Record<Pressure, Tone>> = { breached: 'bad', soon: 'warn', calm: 'plain' };

/** What an order waits for and how long it still may. */
export function DueBadge({ order, now }: { readonly order: OrderResponse; readonly now: number }) {
  const text = useText();
  const formats = useFormats();
  const due = dueOf(order);
  if (!due) return null;
  return <StatusBadge tone={TONES[pressureOf(due, now)]}>{text(`due.${due.of}`, { relative: formats.relative(due.at, now) })}</StatusBadge>;
}

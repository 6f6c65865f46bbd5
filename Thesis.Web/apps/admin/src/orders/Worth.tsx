import { allPages, useQuery } from '@thesis/api';
import { listAllocations, type AllocationView, type OrderResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { ListSkeleton, Notice, Stack, Text } from '@thesis/ui';
import { useState } from 'react';
import { useText } from '../text.ts';

/** What the plan counts this allocation for: what is given up when it is set aside. Read when somebody wants to know. */
export function Worth({ order }: { readonly order: OrderResponse }) {
  const text = useText();
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text('worth.title')}</summary>
      {open && <Read order={order} />}
    </details>
  );
}

function Read({ order }: { readonly order: OrderResponse }) {
  const text = useText();
  const run = useQuery({ queryKey: ['run', order.runId, 'lots'], queryFn: () => allPages((page) => listAllocations({ path: { id: order.runId }, query: page })), staleTime: Infinity });
  if (run.isPending) return <ListSkeleton label={text('loading')} rows={1} />;
  if (run.isError) return <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void run.refetch() }} />;
  const lot = run.data.find((one) => one.id === order.allocationId);
  return lot ? <Shown lot={lot} sameDonation={run.data.filter((one) => one.donationId === lot.donationId)} /> : <Text size="sm" pt="xs">{text('worth.unknown')}</Text>;
}

function Shown({ lot, sameDonation }: { readonly lot: AllocationView; readonly sameDonation: readonly AllocationView[] }) {
  const text = useText();
  const formats = useFormats();
  const { netValue, valuePerKg, tripCost, why } = lot.explanation;
  return (
    <Stack gap="xs" pt="xs">
      <Text size="sm">{text('worth.loses', { value: formats.number(netValue), weight: formats.weight(lot.kg) })}</Text>
      <Text size="sm" c="dimmed">{text('worth.made', { perKg: formats.number(valuePerKg), trip: formats.number(tripCost), distance: formats.distance(lot.km) })}</Text>
      {sameDonation.length > 1 && <Text size="sm" c="dimmed">{text('worth.others', { names: sameDonation.filter((one) => one.id !== lot.id).map((one) => one.ngoName).join(', ') })}</Text>}
      <Text size="sm">{text('worth.after')}</Text>
      {why.length > 0 && (
        <ul className="why" lang="en" dir="ltr">
          {why.map((line) => <li key={line}>{line}</li>)}
        </ul>
      )}
    </Stack>
  );
}

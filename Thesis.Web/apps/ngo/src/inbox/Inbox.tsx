import { Link } from '@thesis/portal';
import { Button, EmptyState, ListSkeleton, Notice, Screen, Stack } from '@thesis/ui';
import { useOrders } from '../orders/order-lists.ts';
import { useText } from '../text.ts';
import { Proposal } from './Proposal.tsx';

/** Food that waits for the charity's answer, the nearest deadline first. */
export function Inbox() {
  const text = useText();
  const orders = useOrders('proposed');
  const waiting = [...(orders.data ?? [])].sort((a, b) => a.respondBy.localeCompare(b.respondBy));
  return (
    <Screen title={text('inbox.title')} lead={text('inbox.lead')} width={720}>
      {orders.isPending && <ListSkeleton label={text('loading')} height={180} />}
      {orders.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void orders.refetch() }} />}
      {orders.isSuccess && waiting.length === 0 && (
        <EmptyState title={text('inbox.none')} action={<Button component={Link} href="/ngo/intake" variant="default">{text('intake.title')}</Button>}>
          {text('inbox.noneRemedy')}
        </EmptyState>
      )}
      <Stack gap="md" aria-live="polite">
        {waiting.map((order) => <Proposal key={order.id} order={order} />)}
      </Stack>
    </Screen>
  );
}

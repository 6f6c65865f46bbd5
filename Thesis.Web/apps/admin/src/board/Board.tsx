import { allPages, useQuery } from '@thesis/api';
import { listOrders, type OrderResponse } from '@thesis/calls';
import { lazyWithMessages } from '@thesis/i18n';
import { useFormats, useNow, useSearchParams, useUser } from '@thesis/portal';
import { useTopic } from '@thesis/realtime';
import { Button, EmptyState, Group, ListSkeleton, Notice, SimpleGrid, Stack, Text } from '@thesis/ui';
import { Suspense, useState } from 'react';
import { BulkBar } from '../bulk/BulkBar.tsx';
import type { BulkKind } from '../bulk/run-bulk.ts';
import { useRegionRefresh } from '../live.ts';
import { RegionScreen } from '../RegionScreen.tsx';
import { useText } from '../text.ts';
import { BoardFilters, useBoardFilter } from './BoardFilters.tsx';
import { Column } from './Column.tsx';
import { COLUMNS } from './columns.ts';
import { dueOf, filterOrders, pressureOf } from './due.ts';
import { focusedOrder, moveFocus, useShortcuts, useShortcutsWanted } from './shortcuts.ts';

const BulkPanel = lazyWithMessages(() => import('../bulk/BulkPanel.tsx'));
const OrderDrawer = lazyWithMessages(() => import('../orders/OrderDrawer.tsx'));
const ShortcutHelp = lazyWithMessages(() => import('./ShortcutHelp.tsx'));

const TICK_MS = 15_000;

/** The orders under way by state, what is due first in front; live. What is shown is in the address. */
export function Board() {
  const text = useText();
  return <RegionScreen title={text('board.title')}>{(region) => <Orders key={region} region={region} />}</RegionScreen>;
}

function Orders({ region }: { readonly region: string }) {
  const text = useText();
  const formats = useFormats();
  const now = useNow(TICK_MS);
  const [filter] = useBoardFilter();
  const [search, setSearch] = useSearchParams();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [bulk, setBulk] = useState<{ readonly kind: BulkKind; readonly orders: readonly OrderResponse[] } | null>(null);
  const [helping, setHelping] = useState(false);
  const [shortcuts] = useShortcutsWanted();
  const key = ['board', region];
  const orders = useQuery({ queryKey: key, queryFn: () => allPages((page) => listOrders({ query: { region, status: COLUMNS.join(','), ...page } })) });
  useRegionRefresh(region, [key]);
  const select = (id: string) => setSelected((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]));
  // What is no longer under way is no longer chosen.
  const chosen = (orders.data ?? []).filter((order) => selected.has(order.id));

  useShortcuts((shortcut) => {
    const focused = focusedOrder();
    switch (shortcut) {
      case 'help':
        setHelping(true);
        return true;
      case 'search':
        document.querySelector<HTMLElement>('input[type=search]')?.focus();
        return true;
      case 'select':
        if (focused) select(focused);
        return focused !== null;
      case 'clear':
        setSelected(new Set());
        return chosen.length > 0;
      case 'assign':
      case 'cancel': {
        // When nothing is chosen, what has the focus is meant.
        const meant = chosen.length > 0 ? chosen : (orders.data ?? []).filter((order) => order.id === focused);
        if (meant.length > 0) setBulk({ kind: shortcut, orders: meant });
        return meant.length > 0;
      }
      default:
        return moveFocus(shortcut);
    }
  }, shortcuts);

  if (orders.isPending) return <ListSkeleton label={text('loading')} />;
  if (orders.isError) return <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void orders.refetch() }} />;
  if (orders.data.length === 0) {
    return (
      <>
        <Present region={region} />
        <EmptyState title={text('board.none')}>{text('board.noneRemedy')}</EmptyState>
      </>
    );
  }
  const shown = filterOrders(orders.data, filter, now);
  const breached = orders.data.filter((order) => pressureOf(dueOf(order), now) === 'breached').length;
  const opened = orders.data.find((order) => order.id === search.get('order'));
  const columns = COLUMNS.filter((status) => filter.status === '' || status === filter.status);
  return (
    <Stack>
      <BoardFilters />
      <Group justify="space-between" gap="xs">
        <Text size="sm" role="status" {...(breached > 0 ? { c: 'var(--thesis-bad)', fw: 700 } : { c: 'dimmed' })}>
          {text('board.shown', { shown: formats.number(shown.length), total: formats.number(orders.data.length) })}
          {breached > 0 && ` · ${text('board.breached', { count: breached })}`}
        </Text>
        <Group gap="xs">
          <Present region={region} />
          <Button variant="subtle" size="sm" mih={44} onClick={() => setHelping(true)}>{text('keys.title')}</Button>
        </Group>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: Math.min(2, columns.length), lg: columns.length }}>
        {columns.map((status) => (
          <Column key={status} title={text(`status.${status}`)} orders={shown.filter((order: OrderResponse) => order.status === status)} selected={selected} onSelect={select} now={now} />
        ))}
      </SimpleGrid>
      {chosen.length > 0 && <BulkBar count={chosen.length} onDo={(kind) => setBulk({ kind, orders: chosen })} onClear={() => setSelected(new Set())} />}
      <Suspense fallback={null}>
        {bulk && (
          <BulkPanel
            {...bulk} region={region}
            onClose={(done) => {
              setBulk(null);
              setSelected((old) => new Set([...old].filter((id) => !done.has(id))));
            }}
          />
        )}
        {helping && <ShortcutHelp onClose={() => setHelping(false)} />}
        {opened && (
          <OrderDrawer
            order={opened}
            onClose={() => setSearch((old) => {
              old.delete('order');
              return old;
            })}
          />
        )}
      </Suspense>
    </Stack>
  );
}

/** Who else is at the board of this region, so that two do not do the same. */
function Present({ region }: { readonly region: string }) {
  const text = useText();
  const { name } = useUser();
  const [names, setNames] = useState<readonly string[]>([]);
  useTopic(`region:${region}`, { onPresent: setNames });
  const others = names.filter((one) => one !== name);
  return others.length === 0 ? null : <Text size="sm" c="dimmed" role="status">{text('board.present', { names: others.join(', ') })}</Text>;
}

import { allPages, useQuery, useQueryClient } from '@thesis/api';
import { assignOrder, cancelOrder, listDrivers, type OrderResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { Button, FromTo, Group, Notice, Stack, StatusBadge, Text, type Tone } from '@thesis/ui';
import { Checkbox, NativeSelect, TextInput } from '@thesis/ui/forms';
import { useRef, useState } from 'react';
import { Dialog } from '../Dialog.tsx';
import { useText } from '../text.ts';
import { runBulk, type BulkKind, type Line } from './run-bulk.ts';

const TONES: Readonly<Record<Line['state'], Tone>> = { waiting: 'plain', done: 'good', refused: 'bad', unanswered: 'warn' };

/** In which states it can be done; what is carried is ended one by one, with what was weighed. */
const POSSIBLE: Readonly<Record<BulkKind, readonly string[]>> = { assign: ['accepted', 'assigned'], cancel: ['proposed', 'accepted', 'assigned'] };

interface BulkPanelProps {
  readonly kind: BulkKind;
  readonly region: string;
  /** As they were when they were chosen: the board goes on behind the panel. */
  readonly orders: readonly OrderResponse[];
  /** Told which orders it was done with. */
  readonly onClose: (done: ReadonlySet<string>) => void;
}

/** Gives several orders to a driver, or calls them off; says of each what came of it. */
export default function BulkPanel({ kind, region, orders, onClose }: BulkPanelProps) {
  const text = useText();
  const formats = useFormats();
  const queries = useQueryClient();
  const [lines, setLines] = useState<ReadonlyMap<string, Line>>(new Map());
  const [busy, setBusy] = useState(false);
  const [driver, setDriver] = useState('');
  const [reason, setReason] = useState('');
  const [offerAgain, setOfferAgain] = useState(false);
  const keys = useRef(new Map<string, string>());
  const drivers = useQuery({ queryKey: ['drivers', region], queryFn: () => allPages((page) => listDrivers({ query: { region, onShift: true, ...page } })), enabled: kind === 'assign' });
  const driverId = driver || drivers.data?.[0]?.id || '';
  const possible = orders.filter((order) => POSSIBLE[kind].includes(order.status));
  const left = possible.filter((order) => lines.get(order.id)?.state !== 'done');
  const done = new Set([...lines.values()].filter((line) => line.state === 'done').map((line) => line.id));
  const ready = left.length > 0 && (kind === 'assign' ? driverId !== '' : reason.trim() !== '');

  const run = async () => {
    setBusy(true);
    const body = kind === 'assign' ? { driverId } : { reason: reason.trim(), offerAgain };
    await runBulk(left.map((order) => order.id), {
      // Another driver or reason is another request.
      keyOf: (id) => {
        const what = `${id} ${JSON.stringify(body)}`;
        const key = keys.current.get(what) ?? crypto.randomUUID();
        keys.current.set(what, key);
        return key;
      },
      send: (id, key) => {
        const call = { path: { id }, headers: { 'Idempotency-Key': key } };
        return kind === 'assign' ? assignOrder({ ...call, body: { driverId } }) : cancelOrder({ ...call, body: { reason: reason.trim(), offerAgain } });
      },
      onLine: (line) => setLines((old) => new Map(old).set(line.id, line)),
    });
    setBusy(false);
    void queries.invalidateQueries({ queryKey: ['board'] });
  };

  return (
    <Dialog title={text(`bulk.${kind}Title`, { count: orders.length })} size="lg" onClose={() => { if (!busy) onClose(done); }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void run();
        }}
      >
        <Stack>
          {kind === 'assign' && drivers.isSuccess && drivers.data.length === 0 && <Notice tone="info">{text('assign.nobody')}</Notice>}
          {kind === 'assign' && drivers.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void drivers.refetch() }} />}
          {kind === 'assign' && (
            <NativeSelect
              data-autofocus label={text('assign.driver')} value={driverId} disabled={busy || drivers.isPending}
              data={(drivers.data ?? []).map((one) => ({ value: one.id, label: `${one.name} · ${one.vehicle}, ${formats.weight(one.capacityKg)}` }))}
              onChange={(event) => setDriver(event.currentTarget.value)}
            />
          )}
          {kind === 'cancel' && (
            <>
              <TextInput data-autofocus label={text('order.cancelWhy')} description={text('order.cancelHint')} value={reason} maxLength={500} disabled={busy} onChange={(event) => setReason(event.currentTarget.value)} />
              <Checkbox label={text('order.offerAgain')} checked={offerAgain} disabled={busy} onChange={(event) => setOfferAgain(event.currentTarget.checked)} styles={{ body: { alignItems: 'center', minHeight: 44 } }} />
            </>
          )}
          <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-live="polite">
            {orders.map((order) => {
              const isPossible = possible.includes(order);
              const line = lines.get(order.id);
              return (
                <li key={order.id} className="bulk-line">
                  <div>
                    <Text fw={600}>
                      {formats.weight(order.quantityKg)} {order.title}
                    </Text>
                    <Text size="sm" c="dimmed">
                      <FromTo from={order.donorName} to={order.ngoName} />
                    </Text>
                    {line?.why && <Text size="sm" c="var(--thesis-bad)">{line.why}</Text>}
                    {!isPossible && <Text size="sm">{text(kind === 'cancel' ? 'bulk.carried' : 'bulk.notYet')}</Text>}
                  </div>
                  {(line || busy) && isPossible && <StatusBadge tone={TONES[line?.state ?? 'waiting']}>{text(`bulk.is.${line?.state ?? 'waiting'}`)}</StatusBadge>}
                </li>
              );
            })}
          </Stack>
          {left.length > 0 && (
            <Group>
              <Button type="submit" loading={busy} disabled={!ready} {...(kind === 'cancel' ? { color: 'red' } : {})}>
                {text(kind === 'assign' ? 'bulk.assignNow' : 'bulk.cancelNow', { count: left.length })}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Dialog>
  );
}

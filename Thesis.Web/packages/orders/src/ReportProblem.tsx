import { useCommand } from '@thesis/api';
import { getOrderHistoryQueryKey, getOrderQueryKey, listOrdersQueryKey, reportIncident, reportNoShow, type OrderResponse } from '@thesis/calls';
import { useNow } from '@thesis/portal';
import { Button, Group, Notice, Stack, Text, toast } from '@thesis/ui';
import { NativeSelect, Textarea } from '@thesis/ui/forms';
import { useState, type FormEvent } from 'react';
import { INCIDENTS } from './noteworthy.ts';
import { useOrderText } from './text.ts';

type Kind = (typeof INCIDENTS)[number] | 'no_show';

interface ReportProblemProps {
  readonly order: OrderResponse;
  /** Further reads that a report makes stale. */
  readonly refreshes?: readonly (readonly unknown[])[];
}

/** Tells everybody concerned what went wrong on the way; that the driver did not come, once the pickup window has begun. */
export function ReportProblem({ order, refreshes = [] }: ReportProblemProps) {
  const text = useOrderText();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<Kind | ''>('');
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const command = useCommand({
    name: `report.${order.id}`,
    send: async ({ kind: what, words: said }: { readonly kind: Kind; readonly words: string }, key) => {
      const how = { path: { id: order.id }, headers: { 'Idempotency-Key': key } };
      return (await (what === 'no_show' ? reportNoShow({ ...how, body: { reason: said } }) : reportIncident({ ...how, body: { kind: what, description: said } }))).data;
    },
    onDone: () => {
      setOpen(false);
      setKind('');
      setWords('');
      setTried(false);
      void toast(text('report.done'));
    },
    refreshes: [getOrderHistoryQueryKey({ path: { id: order.id } }), getOrderQueryKey({ path: { id: order.id } }), [{ _id: listOrdersQueryKey()[0]._id }], ...refreshes],
  });
  const driverLate = order.status === 'assigned' && Date.parse(order.pickupFrom) <= now;
  const kinds: readonly Kind[] = driverLate ? ['no_show', ...INCIDENTS] : INCIDENTS;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (kind !== '' && words.trim() !== '') command.run({ kind, words: words.trim() });
  };
  return (
    <Stack gap="xs">
      <Group>
        <Button variant="default" size="sm" mih={44} aria-expanded={open} onClick={() => setOpen(!open)}>
          {text('report.open')}
        </Button>
      </Group>
      {open && (
        <form onSubmit={send} noValidate>
          <Stack gap="sm">
            <NativeSelect
              label={text('report.kind')}
              value={kind}
              disabled={command.unanswered}
              data={[{ value: '', label: text('report.choose') }, ...kinds.map((value) => ({ value, label: value === 'no_show' ? text('report.no_show') : text(`incident.${value}`) }))]}
              onChange={(event) => setKind(event.currentTarget.value as Kind | '')}
              error={tried && kind === '' ? text('report.kindNeeded') : command.fields.kind?.[0]}
            />
            <Textarea
              label={text('report.words')}
              autosize
              minRows={2}
              maxLength={500}
              value={words}
              disabled={command.unanswered}
              onChange={(event) => setWords(event.currentTarget.value)}
              error={tried && words.trim() === '' ? text('report.wordsNeeded') : (command.fields.description ?? command.fields.reason)?.[0]}
            />
            <Text size="sm" c="dimmed">
              {text(kind === 'no_show' ? 'report.thenNoShow' : 'report.then')}
            </Text>
            {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
            {command.error && <Notice tone="bad">{command.error.message}</Notice>}
            <Group>
              <Button type="submit" loading={command.busy}>
                {text('report.send')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Stack>
  );
}

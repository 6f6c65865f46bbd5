import { useFormats } from '@thesis/portal';
import { Anchor, Card, Group, Stack, Text, Title } from '@thesis/ui';
import { Table } from '@thesis/ui/data';
import { useText } from '../text.ts';
import { changesOf, notesOf, wordsOf } from './changes.ts';
import type { AuditEntry } from './trails.ts';

interface EntryProps {
  readonly entry: AuditEntry;
  /** Asks for more like it. */
  readonly onAsk: (values: Readonly<Record<string, string>>) => void;
}

/** One thing that was done: by whom, to what, why, and what it changed. */
export function Entry({ entry, onAsk }: EntryProps) {
  const text = useText();
  const formats = useFormats();
  const changes = changesOf(entry.before, entry.after);
  const notes = notesOf(entry.details);
  const ask = (label: string, values: Readonly<Record<string, string>>, shown: string) => (
    <Anchor component="button" type="button" size="sm" className="ask" aria-label={`${label}: ${shown}`} onClick={() => onAsk(values)}>
      {shown}
    </Anchor>
  );
  return (
    <Card p="sm">
      <Stack gap={6}>
        <Group justify="space-between" gap="xs" align="baseline">
          <Title order={2} size="h4">{wordsOf(entry.action)}</Title>
          <Text size="sm" c="dimmed">
            <time dateTime={entry.time}>{formats.moment(entry.time)}</time> · {text(`audit.trail.${entry.trail}`)}
          </Text>
        </Group>
        <Group gap="sm">
          {ask(text('audit.sameActor'), { actor: entry.actor }, entry.actor)}
          {ask(text('audit.sameEntity'), { entityId: entry.entityId }, entry.entityId)}
        </Group>
        {entry.reason && <Text size="sm">{text('audit.because', { reason: entry.reason })}</Text>}
        {(changes.length > 0 || notes.length > 0 || entry.traceId) && (
          <details>
            <summary>{changes.length > 0 ? text('audit.changes', { count: changes.length }) : text('audit.more')}</summary>
            <Stack gap="xs" pt="xs">
              {changes.length > 0 && <Changes changes={changes} />}
              {notes.length > 0 && (
                <dl className="facts">
                  {notes.map(([name, value]) => (
                    <div key={name}>
                      <dt>{name}</dt>
                      <dd>{value}</dd>
                    </div>
                  ))}
                </dl>
              )}
              {entry.traceId && (
                <Group gap="xs">
                  <Text size="sm" c="dimmed">{text('audit.traceId')}</Text>
                  {ask(text('audit.sameTrace'), { traceId: entry.traceId }, entry.traceId)}
                </Group>
              )}
            </Stack>
          </details>
        )}
      </Stack>
    </Card>
  );
}

function Changes({ changes }: { readonly changes: ReturnType<typeof changesOf> }) {
  const text = useText();
  return (
    <Table.ScrollContainer minWidth={360} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text('audit.changed') } }}>
      <Table withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('audit.field')}</Table.Th>
            <Table.Th>{text('audit.before')}</Table.Th>
            <Table.Th>{text('audit.after')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map(({ name, before, after }) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td>{before === null ? '–' : <del>{before}</del>}</Table.Td>
              <Table.Td>{after === null ? '–' : <ins>{after}</ins>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

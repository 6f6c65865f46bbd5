import type { ImportReport, RowNote } from '@thesis/calls';
import { saveCsv } from '@thesis/orders';
import { useFormats } from '@thesis/portal';
import { Button, Card, Figure, Group, Notice, SimpleGrid, Stack, Title } from '@thesis/ui';
import { Table } from '@thesis/ui/data';
import { useText } from '../text.ts';

const SHOWN = 50;
const COUNTS = ['created', 'updated', 'unchanged', 'rejected', 'unplaced'] as const;

/** What an import did, or would do; row by row where something is wrong, with what would be right. */
export function Report({ report }: { readonly report: ImportReport }) {
  const text = useText();
  const formats = useFormats();
  return (
    <Card label={text('import.report')}>
      <Stack>
        <Title order={2}>{text(report.dryRun ? 'import.would' : 'import.did')}</Title>
        <SimpleGrid component="dl" cols={{ base: 2, sm: 5 }} m={0}>
          {COUNTS.map((name) => <Figure key={name} label={text(`import.${name}`)} value={formats.number(report[name])} />)}
        </SimpleGrid>
        {!report.complete && <Notice tone="bad">{text('import.incomplete')}</Notice>}
        <Notes title={text('import.faults')} notes={report.rows} />
        <Notes title={text('import.warnings')} notes={report.warnings} />
        <Notes title={text('import.toPlace')} notes={report.toPlace.map(({ line, name, address }) => ({ line, column: name, value: address, reason: text('import.toPlaceWhy') }))} />
      </Stack>
    </Card>
  );
}

function Notes({ title, notes }: { readonly title: string; readonly notes: readonly RowNote[] }) {
  const text = useText();
  const formats = useFormats();
  if (notes.length === 0) return null;
  const heads = [text('import.line'), text('import.column'), text('import.value'), text('import.reason')];
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={3}>
          {title} ({formats.number(notes.length)})
        </Title>
        <Button variant="default" onClick={() => saveCsv('import-report.csv', [heads, ...notes.map((note) => [note.line, note.column, note.value, note.reason])])}>
          {text('import.csv')}
        </Button>
      </Group>
      <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': title } }}>
        <Table striped>
          <Table.Thead>
            <Table.Tr>{heads.map((head) => <Table.Th key={head}>{head}</Table.Th>)}</Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {notes.slice(0, SHOWN).map((note, index) => (
              <Table.Tr key={index}>
                <Table.Td>{formats.number(note.line)}</Table.Td>
                <Table.Td>{note.column}</Table.Td>
                <Table.Td>{note.value}</Table.Td>
                <Table.Td>{note.reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

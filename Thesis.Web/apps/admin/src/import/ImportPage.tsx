import { useCommand } from '@thesis/api';
import { importDonors, importNgos, type ImportReport } from '@thesis/calls';
import { Link, useDraft } from '@thesis/portal';
import { Anchor, Button, Card, Group, Notice, Screen, SimpleGrid, Stack, Text, Title } from '@thesis/ui';
import { NativeSelect, SegmentedControl, TextInput } from '@thesis/ui/forms';
import { FileInput } from '@thesis/ui/pickers';
import { useState } from 'react';
import { useText } from '../text.ts';
import { columnsOf, headerOf, type Kind } from './columns.ts';
import { Report } from './Report.tsx';

const slugOf = (name: string): string => name.trim().toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');

interface Upload {
  readonly kind: Kind;
  readonly region: string;
  readonly managedBy: string;
  readonly csv: string;
  /** "their header:our column" */
  readonly columns: string[];
  readonly dryRun: boolean;
}

const send = async ({ kind, csv, ...query }: Upload, key: string): Promise<ImportReport> =>
  (await (kind === 'ngos' ? importNgos : importDonors)({ body: csv, query, headers: { 'Idempotency-Key': key } })).data;

/** Places from a list: choose the file, see how it is understood and what would happen, put the columns right, import. */
export default function ImportPage() {
  const text = useText();
  const [form, change] = useDraft('import', { kind: 'donors' as Kind, region: '', managedBy: '' });
  const [file, setFile] = useState<File | null>(null);
  const [mapping, setMapping] = useState<Readonly<Record<string, string>>>({});
  const [report, setReport] = useState<ImportReport | null>(null);
  const check = useCommand({ name: 'import-check', send, onDone: setReport });
  const run = useCommand({ name: 'import', send, onDone: setReport, refreshes: [['places'], ['regions']] });
  const command = run.error ? run : check;

  const upload = async (dryRun: boolean, chosen = mapping) => {
    if (!file) return;
    const columns = Object.entries(chosen).filter(([, ours]) => ours !== '').map(([theirs, ours]) => `${theirs}:${ours}`);
    const body = { ...form, region: slugOf(form.region), csv: await file.text(), columns, dryRun };
    (dryRun ? check : run).run(body);
  };
  const map = (theirs: string, ours: string) => {
    const chosen = { ...mapping, [theirs]: ours };
    setMapping(chosen);
    void upload(true, chosen);
  };
  const ready = file !== null && slugOf(form.region) !== '';

  return (
    <Screen title={text('import.title')} lead={<Anchor component={Link} href="/admin/places" className="thesis-back">{text('import.back')}</Anchor>} width={900}>
      <Card>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void upload(true);
          }}
        >
          <Stack>
            <SegmentedControl aria-label={text('places.kind')} value={form.kind} data={(['donors', 'ngos'] as const).map((value) => ({ value, label: text(`places.${value}`) }))} onChange={(kind) => { change({ kind: kind as Kind }); setReport(null); }} />
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput label={text('region')} description={text('import.regionHint')} value={form.region} error={command.fields.region?.join(' ')} onChange={(event) => change({ region: event.currentTarget.value })} />
              <TextInput label={text('import.managedBy')} description={text('import.managedByHint')} value={form.managedBy} error={command.fields.managedBy?.join(' ')} onChange={(event) => change({ managedBy: event.currentTarget.value })} />
            </SimpleGrid>
            <FileInput label={text('import.file')} description={text('import.fileHint')} accept=".csv,text/csv,text/plain" value={file} onChange={(chosen) => { setFile(chosen); setMapping({}); setReport(null); }} clearable clearButtonProps={{ 'aria-label': text('import.clear') }} />
            <Group>
              <Button type="submit" variant={report ? 'default' : 'filled'} loading={check.busy} disabled={!ready || run.busy}>{text('import.check')}</Button>
              {report?.dryRun && <Button loading={run.busy} disabled={!ready || check.busy} onClick={() => void upload(false)}>{text('import.run')}</Button>}
            </Group>
          </Stack>
        </form>
      </Card>
      {(check.unanswered || run.unanswered) && <Notice tone="warn">{text('unanswered')}</Notice>}
      {command.error && <Notice tone="bad" title={command.error.message}>{Object.values(command.fields).flat().join(' ')}</Notice>}
      {report && (
        <>
          <Card label={text('import.columns')}>
            <Stack gap="sm">
              <Title order={2}>{text('import.columns')}</Title>
              <Text size="sm" c="dimmed">{text('import.columnsHint', { encoding: report.file.encoding, separator: report.file.separator })}</Text>
              <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
                {headerOf(report.file).map(({ theirs, ours }) => (
                  <NativeSelect
                    key={theirs}
                    label={theirs}
                    value={ours}
                    disabled={!report.dryRun}
                    data={[{ value: '', label: text('import.ignored') }, ...columnsOf(form.kind).map((value) => ({ value, label: text(`column.${value}`) }))]}
                    onChange={(event) => map(theirs, event.currentTarget.value)}
                  />
                ))}
              </SimpleGrid>
            </Stack>
          </Card>
          <Report report={report} />
        </>
      )}
    </Screen>
  );
}

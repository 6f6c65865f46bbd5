import { useQuery } from '@thesis/api';
import { getImpactCsv, getImpactOptions, type ImpactResponse } from '@thesis/calls';
import { saveCsvText } from '@thesis/orders';
import { useFormats, useLocale, useSearchParams } from '@thesis/portal';
import { dayIn } from '@thesis/region';
import { Box, Button, Card, EmptyState, Figure, Group, ListSkeleton, Notice, Screen, SimpleGrid, Stack, Text, toast } from '@thesis/ui';
import { NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState, type ReactNode } from 'react';
import { addUp } from './add-up.ts';
import { isPeriod, PERIODS, rangeOf, stepOf, type Range } from './period.ts';
import { SumsTable } from './SumsTable.tsx';
import { useImpactText } from './text.ts';

interface ImpactProps {
  readonly title: string;
  /** With whom it is shared out: a donor sees the charities, a charity the donors. */
  readonly partner: 'ngo' | 'donor';
  /** What to do while there is nothing. */
  readonly noneRemedy: string;
  readonly actions?: ReactNode;
}

/** What delivered food became, in figures of one period that stands in the address, by time and by partner, and as files to keep. */
export function Impact({ title, partner, noneRemedy, actions }: ImpactProps) {
  const text = useImpactText();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('period');
  const period = isPeriod(asked) ? asked : 'rolling';
  const [from, until] = [search.get('from') ?? '', search.get('until') ?? ''];
  const range = rangeOf(period, dayIn(undefined, new Date()), from, until);
  const change = (part: Record<string, string>) => setSearch((old) => {
    for (const [name, value] of Object.entries(part)) old.set(name, value);
    return old;
  }, { replace: true });
  return (
    <Screen title={title} actions={actions}>
      <Group align="flex-start" gap="sm">
        <NativeSelect label={text('period')} value={period} data={PERIODS.map((value) => ({ value, label: text(`periods.${value}`) }))} onChange={(event) => change({ period: event.currentTarget.value, ...(range && event.currentTarget.value === 'custom' ? { ...range } : {}) })} />
        {period === 'custom' && (
          <>
            <TextInput type="date" label={text('from')} value={from} onChange={(event) => change({ from: event.currentTarget.value })} />
            <TextInput type="date" label={text('until')} value={until} onChange={(event) => change({ until: event.currentTarget.value })} error={range ? undefined : text('rangeFault')} />
          </>
        )}
      </Group>
      {range && <Figures range={range} partner={partner} noneRemedy={noneRemedy} />}
    </Screen>
  );
}

interface FiguresProps {
  readonly range: Range;
  readonly partner: 'ngo' | 'donor';
  readonly noneRemedy: string;
}

function Figures({ range, partner, noneRemedy }: FiguresProps) {
  const text = useImpactText();
  const formats = useFormats();
  const language = useLocale();
  const query = { ...range, period: stepOf(range), groupBy: partner };
  const impact = useQuery(getImpactOptions({ query }));
  if (impact.isPending) return <ListSkeleton label={text('loading')} />;
  if (impact.isError) return <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void impact.refetch() }} />;
  const figures = impact.data;
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).formatRange(Date.parse(figures.from), Date.parse(figures.until));
  if (figures.items.length === 0) return <EmptyState title={text('none', { days })}>{noneRemedy}</EmptyState>;
  return (
    <>
      <Card label={days}>
        <Stack gap="md">
          <Text fw={700}>{days}</Text>
          <SimpleGrid component="dl" cols={{ base: 2, sm: 4 }} m={0}>
            <Figure label={text('delivered')} value={formats.weight(figures.totalKg)} />
            <Figure label={text('meals')} value={formats.number(Number(figures.totalMeals))} />
            <Figure label={text('co2')} value={formats.weight(figures.totalCo2eKg)} />
            <Figure label={text('deliveries')} value={formats.number(Number(figures.totalDeliveries))} />
          </SimpleGrid>
          <Sources figures={figures} />
        </Stack>
      </Card>
      {figures.truncated && <Notice tone="warn">{text('truncated')}</Notice>}
      <Group gap="xs">
        <Download name={`impact-${partner}-${range.from}-${range.until}.csv`} query={query} label={text('csv')} />
        <Download name={`impact-donations-${range.from}-${range.until}.csv`} query={{ ...range, period: 'day', groupBy: 'donation' }} label={text('csvDonations')} />
      </Group>
      <SumsTable title={text(`by.${query.period}`)} sums={addUp(figures.items, (item) => item.periodStart)} nameOf={(sum) => stepName(sum.key, query.period, language)} figures={figures} />
      <SumsTable title={text(`by.${partner}`)} sums={[...addUp(figures.items, (item) => item.id ?? item.name)].sort((a, b) => b.kg - a.kg)} nameOf={(sum) => sum.name || text('unnamed')} figures={figures} />
    </>
  );
}

/** Where the factors come from. */
function Sources({ figures }: { readonly figures: ImpactResponse }) {
  const text = useImpactText();
  const language = useLocale();
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  return (
    <Box>
      <Text size="sm" c="dimmed">{text('sourceMeals', { kg: number.format(figures.kgPerMeal) })}</Text>
      <Text size="sm" c="dimmed">{text('sourceCo2', { kg: number.format(figures.co2eKgPerKg) })}</Text>
      <Text size="sm" c="dimmed">{text('sourceDays')}</Text>
    </Box>
  );
}

const stepName = (day: string, step: 'day' | 'month' | 'year', language: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: 'UTC', year: 'numeric', ...(step === 'year' ? {} : { month: 'long' as const }), ...(step === 'day' ? { day: 'numeric' as const } : {}) }).format(Date.parse(day));

interface DownloadProps {
  readonly name: string;
  readonly query: Range & { readonly period: string; readonly groupBy: string };
  readonly label: string;
}

function Download({ name, query, label }: DownloadProps) {
  const text = useImpactText();
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      saveCsvText(name, (await getImpactCsv({ query })).data as string);
    } catch {
      void toast(text('csvFailed'), 'bad');
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="default" loading={busy} onClick={() => void download()}>
      {label}
    </Button>
  );
}

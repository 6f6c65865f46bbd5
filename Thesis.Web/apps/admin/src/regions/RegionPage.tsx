import { allPages, useCommand, useQuery } from '@thesis/api';
import { createRegion, getRegion, listAllocationStrategies, updateRegion, type RegionRequest, type RegionResponse } from '@thesis/calls';
import { Link, useDraft, useLocation } from '@thesis/portal';
import { Anchor, Button, Card, Group, ListSkeleton, Notice, Screen, SimpleGrid, Stack, Text, toast } from '@thesis/ui';
import { Checkbox, Fieldset, NativeSelect, Textarea, TextInput } from '@thesis/ui/forms';
import { useMemo, useState } from 'react';
import { titleOf } from '../regions.ts';
import { useText } from '../text.ts';
import { OutlinePreview } from './OutlinePreview.tsx';
import { EMPTY_REGION, faultsOf, outlineOf, toForm, toRequest, type Faults, type RegionForm } from './region-form.ts';

// Hints below, so that inputs side by side stand on one line.
const BELOW: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

/** States a new region, or changes one. */
export default function RegionPage({ region }: { readonly region: string | null }) {
  const text = useText();
  const known = useQuery({ queryKey: ['region', region], queryFn: async () => (await getRegion({ path: { region: region ?? '' } })).data, enabled: region !== null });
  const title = region === null ? text('regions.newTitle') : known.data ? titleOf(known.data) : text('regions.one');
  return (
    <Screen title={title} lead={<Anchor component={Link} href="/admin/regions" className="thesis-back">{text('regions.title')}</Anchor>} width={760}>
      {region !== null && known.isPending && <ListSkeleton label={text('loading')} />}
      {known.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void known.refetch() }}>{(known.error as Error).message}</Notice>}
      {(region === null || known.data) && <Form key={known.data?.version ?? 0} known={known.data ?? null} onStale={() => void known.refetch()} />}
    </Screen>
  );
}

function Form({ known, onStale }: { readonly known: RegionResponse | null; readonly onStale: () => void }) {
  const text = useText();
  const [, go] = useLocation();
  const isNew = known === null;
  const [form, change, clear] = useDraft<RegionForm>(`region.${known ? `${known.region}.${known.version}` : 'new'}`, known ? toForm(known) : EMPTY_REGION);
  const [faults, setFaults] = useState<Faults>({});
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const currencies = useMemo(() => Intl.supportedValuesOf('currency'), []);
  const strategies = useQuery({ queryKey: ['strategies'], queryFn: () => allPages((page) => listAllocationStrategies({ query: page })) });
  const save = useCommand({
    name: `region.${known?.region ?? 'new'}`,
    send: async (body: RegionRequest, key) => {
      const headers = { 'Idempotency-Key': key };
      return (await (known ? updateRegion({ path: { region: known.region }, body, headers: { ...headers, 'If-Match': `"${known.version}"` } }) : createRegion({ body, headers }))).data;
    },
    onDone: (saved) => {
      clear(EMPTY_REGION);
      void toast(text('regions.saved', { name: titleOf(saved) }));
      go('/admin/regions');
    },
    refreshes: [['regions'], ['region']],
  });
  // What the server says of a field, or of something within it, stands at the field.
  const said = (name: string) => Object.entries(save.fields).filter(([field]) => field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}[`)).flatMap(([, lines]) => lines).join(' ') || undefined;
  const error = (field: keyof Faults, theirs: string = field) => {
    const fault = faults[field];
    return fault ? text(`regions.fault.${fault}`) : said(theirs);
  };
  const put = (part: Partial<RegionForm>) => {
    change(part);
    setFaults((old) => Object.fromEntries(Object.entries(old).filter(([field]) => !(field in part))));
  };
  const outline = form.outline.trim() === '' ? null : outlineOf(form.outline);
  const names = [...new Set([...(form.strategy === '' ? [] : [form.strategy]), ...(strategies.data ?? []).map((one) => one.name)])];

  return (
    <Card>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const found = faultsOf(form, isNew, zones);
          setFaults(found);
          if (Object.keys(found).length === 0) save.run(toRequest(form, isNew));
          else requestAnimationFrame(() => document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus());
        }}
      >
        <Fieldset variant="unstyled" disabled={save.unanswered}>
          <Stack>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput label={text('regions.name')} value={form.name} maxLength={100} error={error('name')} onChange={(event) => put({ name: event.currentTarget.value })} />
              <TextInput
                label={text('regions.slug')} inputWrapperOrder={BELOW} description={text(isNew ? 'regions.slugHint' : 'regions.slugFixed')} value={form.region} maxLength={40} readOnly={!isNew} error={error('region')}
                onChange={(event) => put({ region: event.currentTarget.value.toLowerCase() })}
              />
            </SimpleGrid>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput label={text('regions.zone')} inputWrapperOrder={BELOW} description={text('regions.zoneHint')} list="zones" value={form.timeZone} error={error('timeZone')} onChange={(event) => put({ timeZone: event.currentTarget.value })} />
              <TextInput label={text('regions.currency')} inputWrapperOrder={BELOW} description={text('regions.currencyHint')} list="currencies" value={form.currency} maxLength={3} error={error('currency')} onChange={(event) => put({ currency: event.currentTarget.value.toUpperCase() })} />
            </SimpleGrid>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <NativeSelect label={text('regions.units')} value={form.units} data={[{ value: 'kg', label: text('regions.kg') }, { value: 'lb', label: text('regions.lb') }]} error={said('units')} onChange={(event) => put({ units: event.currentTarget.value })} />
              <TextInput label={text('regions.language')} inputWrapperOrder={BELOW} description={text('regions.languageHint')} list="languages" value={form.language} maxLength={35} error={said('language')} onChange={(event) => put({ language: event.currentTarget.value })} />
            </SimpleGrid>
            <datalist id="zones">{zones.map((zone) => <option key={zone} value={zone} />)}</datalist>
            <datalist id="currencies">{currencies.map((currency) => <option key={currency} value={currency} />)}</datalist>
            <datalist id="languages">{['en', 'en-US', 'en-GB', 'es', 'es-MX', 'ar', 'hi'].map((language) => <option key={language} value={language} />)}</datalist>
            <Checkbox label={text('regions.isQuiet')} checked={form.isQuiet} onChange={(event) => put({ isQuiet: event.currentTarget.checked })} styles={{ body: { alignItems: 'center', minHeight: 44 } }} />
            {form.isQuiet && (
              <SimpleGrid cols={{ base: 1, xs: 2 }}>
                <TextInput type="time" label={text('regions.quietFrom')} value={form.quietFrom} error={error('quietFrom', 'quietHours.from')} onChange={(event) => put({ quietFrom: event.currentTarget.value })} />
                <TextInput type="time" label={text('regions.quietUntil')} inputWrapperOrder={BELOW} description={text('regions.quietHint')} value={form.quietUntil} error={error('quietUntil', 'quietHours.until')} onChange={(event) => put({ quietUntil: event.currentTarget.value })} />
              </SimpleGrid>
            )}
            <NativeSelect
              label={text('regions.strategy')} description={text('regions.strategyHint')} value={form.strategy} error={said('strategy')}
              data={[{ value: '', label: text('regions.usual') }, ...names.map((name) => ({ value: name, label: name }))]}
              onChange={(event) => put({ strategy: event.currentTarget.value })}
            />
            <Textarea label={text('regions.holidays')} description={text('regions.holidaysHint')} rows={3} value={form.holidays} error={error('holidays')} onChange={(event) => put({ holidays: event.currentTarget.value })} />
            <Textarea label={text('regions.outline')} description={text('regions.outlineHint')} rows={5} value={form.outline} error={error('outline')} onChange={(event) => put({ outline: event.currentTarget.value })} spellCheck={false} />
            {outline && (
              <div>
                <OutlinePreview outline={outline} label={text('regions.preview')} />
                <Text size="sm" c="dimmed">{text('regions.previewHint')}</Text>
              </div>
            )}
            {save.error && (
              <Notice tone="bad" {...(save.error.status === 412 ? { title: text('regions.stale'), retry: { label: text('regions.readAnew'), onRetry: onStale } } : {})}>
                {save.error.message}
              </Notice>
            )}
            {save.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
            <Group>
              <Button type="submit" loading={save.busy}>{text('save')}</Button>
              <Button component={Link} href="/admin/regions" variant="default">{text('regions.leave')}</Button>
            </Group>
          </Stack>
        </Fieldset>
      </form>
    </Card>
  );
}

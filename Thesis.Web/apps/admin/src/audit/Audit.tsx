import { useInfiniteQuery } from '@thesis/api';
import { Button, Card, EmptyState, Group, ListSkeleton, Notice, Screen, SimpleGrid, Stack } from '@thesis/ui';
import { NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useAddress } from '../address.ts';
import { BackToOffice } from '../office/BackToOffice.tsx';
import { useText } from '../text.ts';
import { Entry } from './Entry.tsx';
import { readTrails, TRAIL_NAMES, type AuditFilter, type Trail } from './trails.ts';

const FIELDS = ['actor', 'action', 'entityId', 'traceId', 'from', 'until'] as const;

// As they are written, in every language.
const EXAMPLES: Partial<Record<(typeof FIELDS)[number], string>> = { actor: 'user-…', action: 'order.cancelled, order.', entityId: 'ord_…' };

const isoOf = (local: string): string => (local === '' || Number.isNaN(Date.parse(local)) ? '' : new Date(local).toISOString());

/** Who did what to what, when, and what it changed. The question is in the address. */
export default function Audit() {
  const text = useText();
  const [of] = useAddress();
  const service = TRAIL_NAMES.find((name) => name === of('service')) ?? null;
  const asked = Object.fromEntries(FIELDS.map((name) => [name, of(name)])) as unknown as AuditFilter;
  return (
    <Screen title={text('audit.title')} lead={<BackToOffice />} width={1000}>
      <Question key={JSON.stringify([service, asked])} asked={asked} service={service} />
      <Found filter={{ ...asked, from: isoOf(asked.from), until: isoOf(asked.until) }} trails={service ? [service] : TRAIL_NAMES} />
    </Screen>
  );
}

/** The form is the address's until it is changed; it asks when it is sent. */
function Question({ asked, service }: { readonly asked: AuditFilter; readonly service: Trail | null }) {
  const text = useText();
  const [, put] = useAddress();
  const [typed, setTyped] = useState(asked);
  const [where, setWhere] = useState<string>(service ?? '');
  const isWrong = typed.from !== '' && typed.until !== '' && typed.from >= typed.until;
  const field = (name: (typeof FIELDS)[number], type: 'search' | 'datetime-local', error?: string) => (
    <TextInput label={text(`audit.${name}`)} type={type} maxLength={200} placeholder={EXAMPLES[name] ?? ''} value={typed[name]} error={error} onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })} />
  );
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWrong) put({ ...Object.fromEntries(FIELDS.map((name) => [name, typed[name].trim()])), service: where }, { replace: false });
        }}
      >
        <Stack>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
            <NativeSelect
              label={text('audit.service')} value={where}
              data={[{ value: '', label: text('audit.everywhere') }, ...TRAIL_NAMES.map((value) => ({ value, label: text(`audit.trail.${value}`) }))]}
              onChange={(event) => setWhere(event.currentTarget.value)}
            />
            {field('actor', 'search')}
            {field('action', 'search')}
            {field('entityId', 'search')}
            {field('from', 'datetime-local')}
            {field('until', 'datetime-local', isWrong ? text('audit.wrongOrder') : undefined)}
            {field('traceId', 'search')}
          </SimpleGrid>
          <Group>
            <Button type="submit">{text('search')}</Button>
            <Button variant="default" onClick={() => put(Object.fromEntries([...FIELDS, 'service'].map((name) => [name, ''])))}>{text('audit.all')}</Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function Found({ filter, trails }: { readonly filter: AuditFilter; readonly trails: readonly Trail[] }) {
  const text = useText();
  const [, put] = useAddress();
  const found = useInfiniteQuery({
    queryKey: ['audit', filter, trails],
    queryFn: ({ pageParam }) => readTrails(trails, filter, pageParam.before, new Set(pageParam.seen)),
    initialPageParam: { before: null as string | null, seen: [] as readonly string[] },
    getNextPageParam: (last, pages) => last.next === null ? undefined : { before: last.next, seen: pages.flatMap((page) => page.entries).slice(-200).map(({ trail, id }) => `${trail}/${id}`) },
  });
  const entries = found.data?.pages.flatMap((page) => page.entries) ?? [];
  const missing = [...new Set(found.data?.pages.flatMap((page) => page.missing))];
  return (
    <Stack gap="sm">
      {found.isPending && <ListSkeleton label={text('loading')} />}
      {found.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void found.refetch() }}>{found.error.message}</Notice>}
      {missing.length > 0 && <Notice tone="warn" retry={{ label: text('retry'), onRetry: () => void found.refetch() }}>{text('audit.missing', { names: missing.map((trail) => text(`audit.trail.${trail}`)).join(', ') })}</Notice>}
      {found.isSuccess && entries.length === 0 && <EmptyState title={text('audit.none')}>{text('audit.noneRemedy')}</EmptyState>}
      {entries.map((entry) => <Entry key={`${entry.trail}/${entry.id}`} entry={entry} onAsk={(values) => put(values, { replace: false })} />)}
      {found.hasNextPage && <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{text('more')}</Button>}
    </Stack>
  );
}

import { useInfiniteQuery, useQuery } from '@thesis/api';
import { getReportContext, listReports, type ReportResponse } from '@thesis/calls';
import { useFormats, useNow, useSearchParams } from '@thesis/portal';
import { Button, Card, EmptyState, Group, ListSkeleton, Notice, Screen, Stack, StatusBadge, Text, Title, type Tone } from '@thesis/ui';
import { SegmentedControl } from '@thesis/ui/forms';
import { useState } from 'react';
import { regionName } from '../inbox/title.ts';
import { nameOf, ofResponse } from '../message.ts';
import { Said } from '../panel/MessageList.tsx';
import { useChatText } from '../text.ts';
import { Decide } from './Decide.tsx';
import { Sanctions } from './Sanctions.tsx';
import '../panel/chat.css';

const STATUSES = ['open', 'upheld', 'dismissed'] as const;
type Status = (typeof STATUSES)[number];

const TONES: Readonly<Record<string, Tone>> = { open: 'warn', upheld: 'good', dismissed: 'plain' };

const REPORTS = ['chat-reports'];

/** What was reported, and what is done about it. */
export default function Moderation() {
  const text = useChatText();
  const [search, setSearch] = useSearchParams();
  const status = STATUSES.find((known) => known === search.get('status')) ?? 'open';
  const reports = useInfiniteQuery({
    queryKey: [...REPORTS, status],
    queryFn: async ({ pageParam }) => (await listReports({ query: { status, pageSize: 25, ...(pageParam ? { pageToken: pageParam } : {}) } })).data,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextPageToken,
  });
  const all = reports.data?.pages.flatMap((page) => page.items) ?? [];
  const choose = (chosen: string) => setSearch((old) => {
    old.set('status', chosen);
    return old;
  });
  return (
    <Screen title={text('moderation.title')} lead={text('moderation.lead')} width={860}>
      <SegmentedControl
        aria-label={text('moderation.title')} value={status} onChange={choose}
        data={STATUSES.map((value: Status) => ({ value, label: text(`moderation.status.${value}`) }))}
      />
      {reports.isPending && <ListSkeleton label={text('loading')} />}
      {reports.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void reports.refetch() }}>{(reports.error as Error).message}</Notice>}
      {reports.isSuccess && all.length === 0 && <EmptyState title={text('moderation.none')}>{text('moderation.noneRemedy')}</EmptyState>}
      <Stack>
        {all.map((report) => <Reported key={report.id} report={report} />)}
        {reports.hasNextPage && <Button variant="default" loading={reports.isFetchingNextPage} onClick={() => void reports.fetchNextPage()}>{text('inbox.more')}</Button>}
      </Stack>
      <Sanctions />
    </Screen>
  );
}

function Reported({ report }: { readonly report: ReportResponse }) {
  const text = useChatText();
  const formats = useFormats();
  const now = useNow();
  const [around, setAround] = useState(false);
  const message = ofResponse(report.message);
  const where = report.conversationKind === 'board' ? text('inbox.board', { region: regionName(report.region) }) : report.title;
  return (
    <Card>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <div>
            <Title order={2}>{text(`report.${report.cause as 'spam' | 'abuse' | 'danger' | 'other'}`)}</Title>
            <Text size="sm" c="dimmed">{[text('moderation.reported', { name: report.reporter || text('part.peer') }), where, formats.relative(report.createdAt, now)].filter(Boolean).join(' · ')}</Text>
          </div>
          <StatusBadge tone={TONES[report.status] ?? 'plain'}>{text(`moderation.status.${report.status as Status}`)}</StatusBadge>
        </Group>
        {report.note && <Text>{report.note}</Text>}
        <div>
          <Text size="sm">{text('moderation.said', { name: nameOf(message, text), relative: formats.relative(message.postedAt, now) })}</Text>
          <div className="chat-bubble"><Said message={{ ...message, state: message.state === 'hidden' ? 'shown' : message.state }} /></div>
        </div>
        <div>
          <Button variant="subtle" size="sm" mih={44} px={0} aria-expanded={around} onClick={() => setAround(!around)}>{text('moderation.context')}</Button>
          {around && <Around id={report.id} />}
        </div>
        {report.status === 'open' ? <Decide report={report} /> : report.reason && <Text size="sm">{text('moderation.why', { reason: report.reason })}</Text>}
      </Stack>
    </Card>
  );
}

function Around({ id }: { readonly id: string }) {
  const text = useChatText();
  const context = useQuery({ queryKey: ['chat-report', id], queryFn: async () => (await getReportContext({ path: { id } })).data.items.map(ofResponse) });
  if (context.isPending) return <ListSkeleton label={text('loading')} rows={2} height={40} />;
  if (context.isError) return <Notice tone="bad" title={text('unread')} />;
  return (
    <ol className="chat-messages">
      {context.data.map((message) => (
        <li key={message.id} className="chat-message">
          <Text size="sm" className="chat-voice"><bdi>{nameOf(message, text)}</bdi></Text>
          <div className="chat-bubble" data-state={message.state}><Said message={{ ...message, state: message.state === 'hidden' ? 'shown' : message.state }} /></div>
        </li>
      ))}
    </ol>
  );
}

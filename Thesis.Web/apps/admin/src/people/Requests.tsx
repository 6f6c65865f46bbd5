import { allPages, useCommand, useQuery } from '@thesis/api';
import { approveMembershipRequest, listMembershipRequests, rejectMembershipRequest, type MembershipRequestResponse } from '@thesis/calls';
import { useFormats, useNow } from '@thesis/portal';
import { Box, Button, Card, EmptyState, Group, ListSkeleton, Notice, Stack, StatusBadge, Text, Title, toast } from '@thesis/ui';
import { NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useAddress } from '../address.ts';
import { useText } from '../text.ts';

const STATUSES = ['pending', 'approved', 'rejected'] as const;
const TONES = { pending: 'info', approved: 'good', rejected: 'bad' } as const;

/** The queue of those who want to take part, the oldest first; and what was decided on others. `?status=` is in the address. */
export function Requests() {
  const text = useText();
  const [of, put] = useAddress();
  const status = STATUSES.find((one) => one === of('status')) ?? 'pending';
  const requests = useQuery({ queryKey: ['membership-requests', status], queryFn: () => allPages((page) => listMembershipRequests({ query: { status, ...page } })) });
  return (
    <Stack>
      <Group>
        <NativeSelect label={text('people.show')} value={status} data={STATUSES.map((value) => ({ value, label: text(`people.is.${value}`) }))} onChange={(event) => put({ status: event.currentTarget.value === 'pending' ? '' : event.currentTarget.value })} />
      </Group>
      {requests.isPending && <ListSkeleton label={text('loading')} />}
      {requests.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void requests.refetch() }} />}
      {status === 'pending' && requests.isSuccess && <Text size="sm" c="dimmed" role="status">{text('people.waiting', { count: requests.data.length })}</Text>}
      {requests.data?.length === 0 && <EmptyState title={text('people.noRequests')}>{text('people.noRequestsRemedy')}</EmptyState>}
      {requests.data?.map((request) => <RequestCard key={request.id} request={request} />)}
    </Stack>
  );
}

function RequestCard({ request }: { readonly request: MembershipRequestResponse }) {
  const text = useText();
  const formats = useFormats();
  const now = useNow();
  const [reason, setReason] = useState('');
  const [refusing, setRefusing] = useState(false);
  const status = STATUSES.find((one) => one === request.status) ?? 'pending';
  const decide = useCommand({
    name: `membership.${request.id}`,
    send: async ({ approve, why }: { readonly approve: boolean; readonly why: string }, key) => {
      const call = { path: { id: request.id }, body: { reason: why }, headers: { 'Idempotency-Key': key } };
      return (await (approve ? approveMembershipRequest(call) : rejectMembershipRequest(call))).data;
    },
    onDone: (_, { approve }) => void toast(text(approve ? 'people.approved' : 'people.refused', { name: request.name })),
    refreshes: [['membership-requests'], ['members']],
  });
  return (
    <Card>
      <Group justify="space-between" align="flex-start">
        <Box flex={1} miw={220}>
          <Group gap="xs">
            <Title order={2}>{request.organisation || request.name}</Title>
            <StatusBadge tone="info">{text(`role.${request.role as 'donor' | 'ngo' | 'driver'}`)}</StatusBadge>
          </Group>
          <Text>{[request.name, request.email, request.phone].filter((part) => part !== '').join(' · ')}</Text>
          <Text size="sm" c="dimmed">{text('people.asked', { region: request.region, relative: formats.relative(request.createdAt, now) })}</Text>
          {request.statement && <Text mt="xs">{request.statement}</Text>}
          {request.decidedAt && <Text size="sm">{[text('people.decided', { time: formats.moment(request.decidedAt), name: request.decidedBy ?? '' }), request.reason].filter(Boolean).join(' · ')}</Text>}
        </Box>
        {status !== 'pending' ? <StatusBadge tone={TONES[status]}>{text(`people.is.${status}`)}</StatusBadge> : <Group gap="xs">
          <Button loading={decide.busy} onClick={() => decide.run({ approve: true, why: '' })}>{text('people.approve')}</Button>
          <Button variant="default" aria-expanded={refusing} onClick={() => setRefusing(!refusing)}>{text('people.refuse')}</Button>
        </Group>}
      </Group>
      {refusing && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            decide.run({ approve: false, why: reason });
          }}
        >
          <Group align="flex-end" mt="sm">
            <TextInput style={{ flex: '1 1 240px' }} label={text('people.why')} description={text('people.whyHint')} maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} error={decide.fields.reason?.join(' ')} />
            <Button type="submit" variant="default" loading={decide.busy} disabled={reason.trim() === ''}>{text('people.refuse')}</Button>
          </Group>
        </form>
      )}
      {decide.error && <Notice tone="bad">{decide.error.message}</Notice>}
    </Card>
  );
}

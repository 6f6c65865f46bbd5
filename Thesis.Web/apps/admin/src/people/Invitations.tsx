import { useCommand, useInfiniteQuery } from '@thesis/api';
import { listInvitations, resendInvitation, revokeInvitation, type InvitationResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { Box, Button, Card, EmptyState, Group, ListSkeleton, Notice, Stack, StatusBadge, Text, Title, toast, type Tone } from '@thesis/ui';
import { useText } from '../text.ts';

const TONES = { pending: 'info', accepted: 'good', revoked: 'plain', expired: 'warn' } as const satisfies Readonly<Record<string, Tone>>;
const STATUSES = ['pending', 'accepted', 'revoked', 'expired'] as const;

/** Who was asked to act for which donor or charity, the latest first. They are invited from the list of places. */
export function Invitations() {
  const text = useText();
  const found = useInfiniteQuery({
    queryKey: ['invitations'],
    queryFn: async ({ pageParam }) => (await listInvitations({ query: { pageSize: 25, ...(pageParam ? { pageToken: pageParam } : {}) } })).data,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextPageToken,
  });
  const invitations = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack>
      {found.isPending && <ListSkeleton label={text('loading')} />}
      {found.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void found.refetch() }} />}
      {found.isSuccess && invitations.length === 0 && <EmptyState title={text('invite.none')}>{text('invite.noneRemedy')}</EmptyState>}
      {invitations.map((invitation) => <InvitationCard key={invitation.id} invitation={invitation} />)}
      {found.hasNextPage && <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{text('more')}</Button>}
    </Stack>
  );
}

function InvitationCard({ invitation }: { readonly invitation: InvitationResponse }) {
  const text = useText();
  const formats = useFormats();
  const change = useCommand({
    name: `invitation.${invitation.id}`,
    send: async (what: 'resend' | 'revoke', key) => (await (what === 'resend' ? resendInvitation : revokeInvitation)({ path: { id: invitation.id }, headers: { 'Idempotency-Key': key } })).data,
    onDone: (_, what) => void toast(text(what === 'resend' ? 'invite.sent' : 'invite.revoked', { email: invitation.email })),
    refreshes: [['invitations']],
  });
  const status = STATUSES.find((one) => one === invitation.status) ?? 'pending';
  return (
    <Card>
      <Group justify="space-between" align="flex-start">
        <Box flex={1} miw={220}>
          <Group gap="xs">
            <Title order={2}>{invitation.email}</Title>
            <StatusBadge tone={TONES[status]}>{text(`invite.is.${status}`)}</StatusBadge>
          </Group>
          <Text size="sm">{text('invite.for', { organisation: invitation.organisation, role: text(invitation.role === 'manager' ? 'invite.manager' : 'invite.staff') })}</Text>
          <Text size="sm" c="dimmed">
            {formats.moment(invitation.createdAt)}
            {status === 'pending' && ` · ${text('invite.until', { time: formats.day(invitation.expiresAt) })}`}
          </Text>
        </Box>
        {(status === 'pending' || status === 'expired') && (
          <Group gap="xs">
            <Button variant="default" loading={change.busy} onClick={() => change.run('resend')}>{text('invite.resend')}</Button>
            {status === 'pending' && <Button variant="default" color="red" disabled={change.busy} onClick={() => change.run('revoke')}>{text('invite.revoke')}</Button>}
          </Group>
        )}
      </Group>
      {change.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
      {change.error && <Notice tone="bad">{change.error.message}</Notice>}
    </Card>
  );
}

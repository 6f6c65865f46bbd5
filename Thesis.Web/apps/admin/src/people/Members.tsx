import { useCommand, useInfiniteQuery } from '@thesis/api';
import { listMembers, reinstateMember, setMemberRoles, suspendMember, type MemberResponse } from '@thesis/calls';
import { Link, useUser } from '@thesis/portal';
import { Anchor, Box, Button, Card, EmptyState, Group, ListSkeleton, Notice, Stack, StatusBadge, Text, Title, toast } from '@thesis/ui';
import { Checkbox, NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useAddress } from '../address.ts';
import { useText } from '../text.ts';

const ROLES = ['donor', 'ngo', 'driver', 'dispatcher', 'admin'] as const;

/** Accounts, what they may do, and who is kept out. */
export function Members() {
  const text = useText();
  const [of, put] = useAddress();
  const words = of('q');
  const role = ROLES.find((one) => one === of('role')) ?? '';
  const members = useInfiniteQuery({
    queryKey: ['members', words, role],
    queryFn: async ({ pageParam }) => (await listMembers({ query: { pageSize: 25, ...(words ? { query: words } : {}), ...(role ? { role } : {}), ...(pageParam ? { pageToken: pageParam } : {}) } })).data,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextPageToken,
  });
  const found = members.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack>
      <Group align="flex-end">
        <TextInput label={text('people.search')} type="search" value={words} maxLength={100} onChange={(event) => put({ q: event.currentTarget.value })} style={{ flex: '1 1 240px' }} />
        <NativeSelect label={text('people.role')} value={role} data={[{ value: '', label: text('people.anyRole') }, ...ROLES.map((value) => ({ value, label: text(`role.${value}`) }))]} onChange={(event) => put({ role: event.currentTarget.value })} />
      </Group>
      {members.isPending && <ListSkeleton label={text('loading')} />}
      {members.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void members.refetch() }} />}
      {members.isSuccess && found.length === 0 && <EmptyState title={text('people.nobody')}>{text('people.nobodyRemedy')}</EmptyState>}
      {found.map((member) => <MemberCard key={member.id} member={member} />)}
      {members.hasNextPage && <Button variant="default" loading={members.isFetchingNextPage} onClick={() => void members.fetchNextPage()}>{text('more')}</Button>}
    </Stack>
  );
}

function MemberCard({ member }: { readonly member: MemberResponse }) {
  const text = useText();
  const self = useUser().subject === member.id;
  const [open, setOpen] = useState(false);
  return (
    <Card>
      <Group justify="space-between" align="flex-start">
        <Box flex={1} miw={220}>
          <Group gap="xs">
            <Title order={2}>{member.name}</Title>
            {member.suspended && <StatusBadge tone="bad">{text('people.suspended')}</StatusBadge>}
          </Group>
          <Text c="dimmed">{member.email || member.id}</Text>
          <Text size="sm">{member.roles.length === 0 ? text('people.noRoles') : member.roles.map((role) => text(`role.${role as (typeof ROLES)[number]}`)).join(', ')}</Text>
          <Anchor component={Link} size="sm" className="ask" href={`/admin/audit?actor=${encodeURIComponent(member.id)}`}>{text('people.did')}</Anchor>
        </Box>
        {!self && <Button variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>{text('people.change')}</Button>}
      </Group>
      {open && <Change member={member} onDone={() => setOpen(false)} />}
    </Card>
  );
}

/** Whatever is changed ends the member's sign-ins, and takes a reason. */
function Change({ member, onDone }: { readonly member: MemberResponse; readonly onDone: () => void }) {
  const text = useText();
  const [roles, setRoles] = useState<readonly string[]>(member.roles);
  const [reason, setReason] = useState('');
  const change = useCommand({
    name: `member.${member.id}`,
    send: async ({ what, body }: { readonly what: 'roles' | 'suspend' | 'reinstate'; readonly body: { readonly roles: string[]; readonly reason: string } }, key) => {
      const call = { path: { id: member.id }, headers: { 'Idempotency-Key': key } };
      if (what === 'roles') return (await setMemberRoles({ ...call, body })).data;
      return (await (what === 'suspend' ? suspendMember : reinstateMember)({ ...call, body: { reason: body.reason } })).data;
    },
    onDone: () => {
      void toast(text('people.changed', { name: member.name }));
      onDone();
    },
    refreshes: [['members']],
  });
  const send = (what: 'roles' | 'suspend' | 'reinstate') => change.run({ what, body: { roles: [...roles], reason } });
  const missing = reason.trim() === '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send('roles');
      }}
    >
      <Checkbox.Group label={text('people.roles')} value={[...roles]} onChange={setRoles} mt="sm">
        <Group>
          {ROLES.map((role) => <Checkbox key={role} value={role} label={text(`role.${role}`)} styles={{ body: { alignItems: 'center', minHeight: 44 } }} />)}
        </Group>
      </Checkbox.Group>
      <TextInput label={text('people.why')} description={text('people.kept')} maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} error={change.fields.reason?.join(' ')} />
      <Group mt="sm">
        <Button type="submit" loading={change.busy} disabled={missing}>{text('save')}</Button>
        <Button variant="default" disabled={missing || change.busy} onClick={() => send(member.suspended ? 'reinstate' : 'suspend')}>{text(member.suspended ? 'people.reinstate' : 'people.suspend')}</Button>
      </Group>
      {change.error && <Notice tone="bad">{change.error.message}</Notice>}
    </form>
  );
}

import { useCommand, useQuery } from '@thesis/api';
import { liftSanction, listSanctions, type SanctionResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { Box, Button, Card, Group, ListSkeleton, Notice, Stack, Text, Title, toast } from '@thesis/ui';
import { TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { regionName } from '../inbox/title.ts';
import { useChatText } from '../text.ts';

const SANCTIONS = ['chat-sanctions'];

/** Who cannot write now, or not on a board. */
export function Sanctions() {
  const text = useChatText();
  const sanctions = useQuery({ queryKey: SANCTIONS, queryFn: async () => (await listSanctions({ query: { pageSize: 100 } })).data.items });
  return (
    <Stack gap="sm">
      <Title order={2}>{text('moderation.sanctions')}</Title>
      {sanctions.isPending && <ListSkeleton label={text('loading')} rows={1} />}
      {sanctions.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void sanctions.refetch() }} />}
      {sanctions.data?.length === 0 && <Text c="dimmed">{text('moderation.noSanctions')}</Text>}
      {sanctions.data?.map((sanction) => <One key={sanction.id} sanction={sanction} />)}
    </Stack>
  );
}

function One({ sanction }: { readonly sanction: SanctionResponse }) {
  const text = useChatText();
  const formats = useFormats();
  const [lifting, setLifting] = useState(false);
  const [reason, setReason] = useState('');
  const lift = useCommand({
    name: `chat.lift.${sanction.id}`,
    send: async (why: string, key) => void (await liftSanction({ path: { id: sanction.id }, body: { reason: why }, headers: { 'Idempotency-Key': key } })),
    onDone: () => void toast(text('moderation.lifted')),
    refreshes: [SANCTIONS],
  });
  const time = formats.moment(sanction.until);
  return (
    <Card>
      <Group justify="space-between" align="flex-start">
        <Box flex={1} miw={200}>
          <Text fw={700}><bdi>{sanction.name || text('part.peer')}</bdi></Text>
          <Text size="sm">{sanction.kind === 'ban' ? text('moderation.banned', { region: regionName(sanction.region), time }) : text('moderation.muted', { time })}</Text>
          <Text size="sm" c="dimmed">{text('moderation.why', { reason: sanction.reason })}</Text>
        </Box>
        <Button variant="default" aria-expanded={lifting} onClick={() => setLifting(!lifting)}>{text('moderation.lift')}</Button>
      </Group>
      {lifting && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            lift.run(reason);
          }}
        >
          <Group align="flex-end" mt="sm">
            <TextInput style={{ flex: '1 1 240px' }} label={text('moderation.liftWhy')} maxLength={500} value={reason} error={lift.fields.reason?.join(' ')} onChange={(event) => setReason(event.currentTarget.value)} />
            <Button type="submit" variant="default" loading={lift.busy} disabled={reason.trim() === ''}>{text('moderation.lift')}</Button>
          </Group>
        </form>
      )}
      {lift.error && <Notice tone="bad">{lift.error.message}</Notice>}
    </Card>
  );
}

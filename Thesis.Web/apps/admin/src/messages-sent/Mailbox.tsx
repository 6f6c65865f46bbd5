import { ApiError, useQuery } from '@thesis/api';
import { listMailbox } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { Card, EmptyState, ListSkeleton, Notice, Stack, Text, Title } from '@thesis/ui';
import { useText } from '../text.ts';

/** Where no mail server is configured: the mails that would have been sent, with their links and codes. */
export function Mailbox() {
  const text = useText();
  const formats = useFormats();
  const mails = useQuery({
    queryKey: ['mailbox'],
    queryFn: async () => {
      try {
        return (await listMailbox()).data;
      } catch (error) {
        // There is none where mails really go out.
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
    refetchInterval: 15_000,
  });
  if (mails.isPending) return <ListSkeleton label={text('loading')} />;
  if (mails.isError) return <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void mails.refetch() }} />;
  if (mails.data === null) return <EmptyState title={text('messages.noMailbox')}>{text('messages.noMailboxRemedy')}</EmptyState>;
  return (
    <Stack>
      <Notice tone="info">{text('messages.mailboxHint')}</Notice>
      {mails.data.length === 0 && <EmptyState title={text('messages.noMails')}>{text('messages.noMailsRemedy')}</EmptyState>}
      {mails.data.map((mail, index) => (
        <Card key={index} p="sm">
          <Title order={2} size="h4">{mail.subject}</Title>
          <Text size="sm" c="dimmed">
            {mail.to} · {formats.moment(mail.createdAt)}
          </Text>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} mt={6}>{mail.body}</Text>
        </Card>
      ))}
    </Stack>
  );
}

import { allPages, useCommand, useQuery } from '@thesis/api';
import type { DeadLetterResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { Box, Button, Card, EmptyState, Group, ListSkeleton, Notice, Stack, StatusBadge, Text, Title, toast } from '@thesis/ui';
import { TRAIL_NAMES, type Trail } from '../audit/trails.ts';
import { wordsOf } from '../audit/changes.ts';
import { useText } from '../text.ts';
import { DEAD_LETTERS } from './services.ts';

const AGAIN_MS = 15_000;

interface Letter extends DeadLetterResponse {
  readonly service: Trail;
}

/** Events that a service could not handle, whichever it is; each can be handled again once its cause is mended. */
export function DeadLetters() {
  const text = useText();
  const found = useQuery({
    queryKey: ['dead-letters'],
    queryFn: async () => {
      const answers = await Promise.allSettled(TRAIL_NAMES.map(async (service) => (await allPages(DEAD_LETTERS[service].list)).map((letter): Letter => ({ ...letter, service }))));
      const refused = answers.find((answer) => answer.status === 'rejected');
      if (refused && answers.every((answer) => answer.status === 'rejected')) throw refused.reason as Error;
      return {
        letters: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])).sort((a, b) => b.failedAt.localeCompare(a.failedAt)),
        missing: TRAIL_NAMES.filter((_, index) => answers[index]?.status === 'rejected'),
      };
    },
    refetchInterval: AGAIN_MS,
  });
  if (found.isPending) return <ListSkeleton label={text('loading')} />;
  if (found.isError) return <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void found.refetch() }}>{found.error.message}</Notice>;
  const { letters, missing } = found.data;
  return (
    <Stack>
      {missing.length > 0 && <Notice tone="warn" retry={{ label: text('retry'), onRetry: () => void found.refetch() }}>{text('audit.missing', { names: missing.map((trail) => text(`audit.trail.${trail}`)).join(', ') })}</Notice>}
      {letters.length === 0 && <EmptyState title={text('messages.noLetters')}>{text('messages.noLettersRemedy')}</EmptyState>}
      {letters.length > 0 && <Text size="sm" c="dimmed" role="status">{text('messages.letters', { count: letters.length })}</Text>}
      {letters.map((letter) => <LetterCard key={`${letter.service}/${letter.id}`} letter={letter} />)}
    </Stack>
  );
}

function LetterCard({ letter }: { readonly letter: Letter }) {
  const text = useText();
  const formats = useFormats();
  const replay = useCommand({
    name: `dead-letter.${letter.service}.${letter.id}`,
    send: async (_: null, key) => (await DEAD_LETTERS[letter.service].replay({ path: { id: letter.id }, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('messages.handled')),
    refreshes: [['dead-letters']],
  });
  // The first line of an exception is what failed; the rest is where, for those who mend it.
  const [first = '', ...rest] = letter.reason.split('\n');
  return (
    <Card p="sm">
      <Group justify="space-between" align="flex-start">
        <Box flex={1} miw={220}>
          <Group gap="xs">
            <Title order={2} size="h4">{wordsOf(letter.topic)}</Title>
            {letter.replayRequested && <StatusBadge tone="info">{text('messages.trying')}</StatusBadge>}
          </Group>
          <Text size="sm" c="dimmed">
            {text(`audit.trail.${letter.service}`)} · {formats.moment(letter.failedAt)} · {text('messages.attempts', { count: letter.attempts })}
          </Text>
          <Text size="sm" lang="en" dir="ltr" style={{ overflowWrap: 'anywhere' }}>{first}</Text>
          {rest.length > 0 && (
            <details>
              <summary>{text('messages.where')}</summary>
              <Text component="pre" size="xs" lang="en" dir="ltr" className="trace" tabIndex={0}>{rest.join('\n')}</Text>
            </details>
          )}
        </Box>
        {!letter.replayRequested && (
          <Button variant="default" loading={replay.busy} aria-label={text('messages.handleWhat', { title: wordsOf(letter.topic) })} onClick={() => replay.run(null)}>
            {text('messages.handle')}
          </Button>
        )}
      </Group>
      {replay.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
      {replay.error && <Notice tone="bad">{replay.error.message}</Notice>}
    </Card>
  );
}

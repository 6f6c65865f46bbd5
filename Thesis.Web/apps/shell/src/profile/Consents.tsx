import { useCommand, useQuery } from '@thesis/api';
import { giveConsent, listMyConsentsOptions } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { Card, ListSkeleton, Notice, Stack, Text, Title } from '@thesis/ui';
import { Switch } from '@thesis/ui/forms';
import { useText } from '../text.ts';

/** What can be given and withdrawn at any time; terms and privacy are agreed to when somebody signs up. */
const KINDS = ['location_tracking', 'photos', 'email', 'sms'] as const;

/** The version of the sentences below: who agreed to older ones is asked anew when they change in meaning. */
const VERSION = '2026-11';

/** What the user agrees to; the newest decision of each kind counts. */
export function Consents() {
  const text = useText();
  const formats = useFormats();
  const options = listMyConsentsOptions();
  const consents = useQuery(options);
  const decide = useCommand({
    name: 'consent',
    send: async (body: { readonly kind: string; readonly given: boolean }, key) => (await giveConsent({ body: { ...body, version: VERSION }, headers: { 'Idempotency-Key': key } })).data,
    refreshes: [options.queryKey],
  });
  return (
    <Card label={text('profile.consents')}>
      <Stack>
        <Title order={2}>{text('profile.consents')}</Title>
        <Text c="dimmed" size="sm">{text('profile.consentsHint')}</Text>
        {consents.isPending && <ListSkeleton label={text('loading')} rows={1} />}
        {consents.isError && <Notice tone="bad" title={text('notifications.unreadable')} retry={{ label: text('retry'), onRetry: () => void consents.refetch() }} />}
        {consents.data && KINDS.map((kind) => {
          const last = consents.data.items.find((one) => one.kind === kind);
          return (
            <Switch
              key={kind} label={text(`profile.consent.${kind}`)} checked={last?.given ?? false} disabled={decide.busy || decide.unanswered}
              description={last ? text(last.given ? 'profile.given' : 'profile.withdrawn', { time: formats.moment(last.at) }) : text('profile.undecided')}
              onChange={(event) => decide.run({ kind, given: event.currentTarget.checked })}
            />
          );
        })}
        {decide.unanswered && <Notice tone="warn">{text('profile.unanswered')}</Notice>}
        {decide.error && <Notice tone="bad">{decide.error.message}</Notice>}
      </Stack>
    </Card>
  );
}

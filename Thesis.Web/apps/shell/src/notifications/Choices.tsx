import { useCommand, useQuery } from '@thesis/api';
import { getMyNotificationPreferencesOptions, updateMyNotificationPreferences, type NotificationChoice } from '@thesis/calls';
import { Card, ListSkeleton, Notice, Stack, Text, Title } from '@thesis/ui';
import { Checkbox, Fieldset } from '@thesis/ui/forms';
import { useText } from '../text.ts';

/** What there is a way for today; the others are kept for later. */
const KINDS = ['order_proposed', 'order_changed', 'order_to_drive', 'donation_allocated', 'chat_message'] as const;
const CHANNELS = ['in_app', 'email', 'push'] as const;

/** By which ways the user wants to hear of what. */
export function Choices() {
  const text = useText();
  const options = getMyNotificationPreferencesOptions();
  const choices = useQuery(options);
  const change = useCommand({
    name: 'notification-choices',
    send: async ({ choice, version }: { readonly choice: NotificationChoice; readonly version: number }, key) =>
      (await updateMyNotificationPreferences({ body: { choices: [choice] }, headers: { 'Idempotency-Key': key, 'If-Match': `"${version}"` } })).data,
    refreshes: [options.queryKey],
  });
  if (choices.isPending) return <ListSkeleton label={text('loading')} />;
  if (choices.isError) return <Notice tone="bad" title={text('notifications.unreadable')} retry={{ label: text('retry'), onRetry: () => void choices.refetch() }} />;
  const wanted = (kind: string, channel: string) => choices.data.choices.some((one) => one.kind === kind && one.channel === channel && one.wanted);
  return (
    <Card>
      <Stack gap="sm">
        <Title order={2}>{text('notifications.choices')}</Title>
        <Text c="dimmed">{text('notifications.choicesHint')}</Text>
        {KINDS.map((kind) => (
          <Fieldset key={kind} legend={text(`notifications.kind.${kind}`)} disabled={change.unanswered}>
            {CHANNELS.map((channel) => (
              <Checkbox
                key={channel} label={text(`notifications.channel.${channel}`)} checked={wanted(kind, channel)} disabled={change.busy}
                styles={{ body: { alignItems: 'center', minHeight: 44 } }}
                onChange={(event) => change.run({ choice: { kind, channel, wanted: event.currentTarget.checked }, version: Number(choices.data.version) })}
              />
            ))}
          </Fieldset>
        ))}
        {change.error && <Notice tone="bad">{change.error.message}</Notice>}
      </Stack>
    </Card>
  );
}

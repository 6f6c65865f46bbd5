import { useCommand, useQuery } from '@thesis/api';
import { giveConsent, listMyConsentsOptions, type ConsentResponse } from '@thesis/calls';
import { useLocale } from '@thesis/portal';
import { Button, Card, Group, ListSkeleton, Notice, Screen, Stack, StatusBadge, Text, Title, toast, type Tone } from '@thesis/ui';
import type { ReactNode } from 'react';
import { CONSENT_KINDS, CONSENT_VERSION, stateOf, type ConsentKind, type ConsentState } from './consent-state.ts';
import { useAccountText } from './text.ts';

/** What one has agreed to or not, with version and date; each can be changed at any time. */
export function Consents({ lead }: { readonly lead?: ReactNode }) {
  const text = useAccountText();
  const options = listMyConsentsOptions();
  const consents = useQuery(options);
  const command = useCommand({
    name: 'consent',
    send: async ({ kind, given }: { readonly kind: ConsentKind; readonly given: boolean }, key) =>
      (await giveConsent({ body: { kind, version: CONSENT_VERSION, given }, headers: { 'Idempotency-Key': key } })).data,
    onDone: (_, { given }) => void toast(text(given ? 'consents.given' : 'consents.withdrawn')),
    refreshes: [options.queryKey],
  });
  return (
    <Screen title={text('consents.title')} lead={lead} width={620}>
      <Text>{text('consents.hint')}</Text>
      {consents.isPending && <ListSkeleton label={text('loading')} />}
      {consents.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void consents.refetch() }} />}
      {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
      {command.error && <Notice tone="bad">{command.error.message}</Notice>}
      {consents.data && (
        <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
          {CONSENT_KINDS.map((kind) => (
            <li key={kind}>
              <Consent kind={kind} decisions={consents.data.items} busy={command.busy || command.unanswered || consents.isFetching} onDecide={(given) => command.run({ kind, given })} />
            </li>
          ))}
        </Stack>
      )}
    </Screen>
  );
}

interface ConsentProps {
  readonly kind: ConsentKind;
  readonly decisions: readonly ConsentResponse[];
  readonly busy: boolean;
  readonly onDecide: (given: boolean) => void;
}

const TONES: Readonly<Record<ConsentState['state'], Tone>> = { undecided: 'info', given: 'good', older: 'warn', refused: 'plain' };

function Consent({ kind, decisions, busy, onDecide }: ConsentProps) {
  const text = useAccountText();
  const language = useLocale();
  const { state, decision } = stateOf(decisions, kind);
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const name = text(`consents.kind.${kind}`);
  const earlier = decisions.filter((one) => one.kind === kind).slice(1);
  return (
    <Card label={name}>
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start">
          <Title order={2}>{name}</Title>
          <StatusBadge tone={TONES[state]}>{text(`consents.state.${state}`)}</StatusBadge>
        </Group>
        <Text size="sm">{text(`consents.words.${kind}`)}</Text>
        <Text size="sm" c="dimmed">
          {decision ? text('consents.decided', { version: decision.version, date: date.format(new Date(decision.at)) }) : text('consents.version', { version: CONSENT_VERSION })}
        </Text>
        {earlier.length > 0 && (
          <details>
            <summary>{text('consents.earlier')}</summary>
            {earlier.map((one) => (
              <Text key={one.at} size="sm">
                {text(one.given ? 'consents.wasGiven' : 'consents.wasRefused', { version: one.version, date: date.format(new Date(one.at)) })}
              </Text>
            ))}
          </details>
        )}
        <Group gap="xs">
          {state !== 'given' && <Button variant="default" size="sm" mih={44} disabled={busy} aria-label={`${text('consents.agree')}: ${name}`} onClick={() => onDecide(true)}>{text('consents.agree')}</Button>}
          {state !== 'refused' && <Button variant="subtle" size="sm" mih={44} disabled={busy} aria-label={`${text(state === 'undecided' ? 'consents.refuse' : 'consents.withdraw')}: ${name}`} onClick={() => onDecide(false)}>{text(state === 'undecided' ? 'consents.refuse' : 'consents.withdraw')}</Button>}
        </Group>
      </Stack>
    </Card>
  );
}

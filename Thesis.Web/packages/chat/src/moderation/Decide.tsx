import { useCommand } from '@thesis/api';
import { decideReport, type ReportDecisionRequest, type ReportResponse } from '@thesis/calls';
import { Button, Group, Notice, Stack, toast } from '@thesis/ui';
import { Checkbox, Textarea } from '@thesis/ui/forms';
import { NumberInput } from '@thesis/ui/pickers';
import { useState } from 'react';
import { useChatText } from '../text.ts';

const MUTE_HOURS = 24;
const BAN_HOURS = 168;
const MOST_HOURS = 8760;

/** What a moderator does about a report, and why. */
export function Decide({ report }: { readonly report: ReportResponse }) {
  const text = useChatText();
  const [hide, setHide] = useState(true);
  const [mute, setMute] = useState<number | null>(null);
  const [ban, setBan] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const decide = useCommand({
    name: `chat.decide.${report.id}`,
    send: async (body: ReportDecisionRequest, key) => (await decideReport({ path: { id: report.id }, body, headers: { 'Idempotency-Key': key } })).data,
    onDone: () => void toast(text('moderation.decided')),
    refreshes: [['chat-reports'], ['chat-sanctions']],
  });
  const isNothing = !hide && mute === null && ban === null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        decide.run({ hide, muteHours: mute, banHours: ban, reason });
      }}
    >
      <Stack gap="xs">
        <Checkbox label={text('moderation.hide')} checked={hide} onChange={(event) => setHide(event.currentTarget.checked)} styles={{ body: { minHeight: 44, alignItems: 'center' } }} />
        <Timed label={text('moderation.mute')} hours={mute} usual={MUTE_HOURS} onChange={setMute} />
        {report.conversationKind === 'board' && <Timed label={text('moderation.ban')} hours={ban} usual={BAN_HOURS} onChange={setBan} />}
        <Textarea label={text('moderation.reason')} maxLength={500} autosize minRows={1} value={reason} error={decide.fields.reason?.join(' ')} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group>
          <Button type="submit" loading={decide.busy} disabled={reason.trim() === '' || isNothing}>{text('moderation.act')}</Button>
          <Button variant="default" loading={decide.busy} disabled={reason.trim() === ''} onClick={() => decide.run({ reason })}>{text('moderation.dismiss')}</Button>
        </Group>
        {decide.error && <Notice tone="bad">{decide.error.message}</Notice>}
      </Stack>
    </form>
  );
}

interface TimedProps {
  readonly label: string;
  /** Null: not at all. */
  readonly hours: number | null;
  readonly usual: number;
  readonly onChange: (hours: number | null) => void;
}

function Timed({ label, hours, usual, onChange }: TimedProps) {
  const text = useChatText();
  return (
    <Group gap="sm">
      <Checkbox label={label} checked={hours !== null} onChange={(event) => onChange(event.currentTarget.checked ? usual : null)} styles={{ body: { minHeight: 44, alignItems: 'center' } }} />
      {hours !== null && <NumberInput aria-label={text('moderation.hours')} w={180} suffix=" h" min={1} max={MOST_HOURS} allowDecimal={false} value={hours} onChange={(value) => onChange(Math.max(1, Number(value) || 1))} />}
    </Group>
  );
}

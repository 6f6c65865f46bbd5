import { useCommand } from '@thesis/api';
import { pauseNgo, resumeNgo, type NgoResponse, type PauseRequest } from '@thesis/calls';
import { useDraft, useLocale } from '@thesis/portal';
import { addDays, dayIn, dayNamed } from '@thesis/region';
import { Button, Card, Group, Notice, Stack, StatusBadge, Text, Title, toast } from '@thesis/ui';
import { Radio, TextInput } from '@thesis/ui/forms';
import { useState, type FormEvent } from 'react';
import { ngoChanged } from '../our-organisations.ts';
import { useText } from '../text.ts';
import { pauseOf } from './pause-state.ts';

/** Whether food is taken now; a pause until a day, or until somebody ends it. */
export function Pause({ ngo, zone }: { readonly ngo: NgoResponse; readonly zone: string | undefined }) {
  const text = useText();
  const language = useLocale();
  const [open, setOpen] = useState(false);
  const today = dayIn(zone, new Date());
  const pause = pauseOf(ngo, today);
  const [form, change, clear] = useDraft<PauseDraft>(`pause.${ngo.id}`, { kind: 'until', day: addDays(today, USUAL_DAYS), reason: '' });
  const command = useCommand({
    name: `pause.${ngo.id}`,
    send: async (body: PauseRequest | null, key) => {
      const how = { path: { id: ngo.id }, headers: { 'Idempotency-Key': key } };
      return (await (body === null ? resumeNgo(how) : pauseNgo({ ...how, body }))).data;
    },
    onDone: (_, body) => {
      setOpen(false);
      clear();
      void toast(text(body === null ? 'pause.resumed' : 'pause.paused'));
    },
    refreshes: ngoChanged(ngo.id),
  });
  return (
    <Card label={text('pause.title')}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <Title order={2}>{pause.state === 'on' ? text('pause.on') : pause.state === 'until' ? text('pause.until', { day: dayNamed(pause.day, language) }) : text('pause.openEnded')}</Title>
          <StatusBadge tone={pause.state === 'on' ? 'good' : 'warn'}>{text(pause.state === 'on' ? 'pause.badgeOn' : 'pause.badgeOff')}</StatusBadge>
        </Group>
        {pause.state !== 'on' && ngo.calendar.pauseReason && <Text size="sm">{ngo.calendar.pauseReason}</Text>}
        <Text size="sm" c="dimmed">
          {text('intake.acceptingHint')}
        </Text>
        <Group gap="xs">
          {pause.state === 'on' ? (
            <Button variant="default" aria-expanded={open} disabled={command.busy} onClick={() => setOpen(!open)}>
              {text('pause.open')}
            </Button>
          ) : (
            <Button loading={command.busy} onClick={() => command.run(null)}>
              {text('pause.resume')}
            </Button>
          )}
        </Group>
        {open && pause.state === 'on' && <PauseForm form={form} change={change} today={today} busy={command.busy} locked={command.unanswered} fields={command.fields} onPause={command.run} />}
        {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
        {command.error && <Notice tone="bad">{command.error.message}</Notice>}
      </Stack>
    </Card>
  );
}

interface PauseDraft {
  readonly kind: 'until' | 'open';
  readonly day: string;
  readonly reason: string;
}

const USUAL_DAYS = 7;

interface PauseFormProps {
  readonly form: PauseDraft;
  readonly change: (part: Partial<PauseDraft>) => void;
  readonly today: string;
  readonly busy: boolean;
  readonly locked: boolean;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly onPause: (request: PauseRequest) => void;
}

function PauseForm({ form, change, today, busy, locked, fields, onPause }: PauseFormProps) {
  const text = useText();
  const language = useLocale();
  const [tried, setTried] = useState(false);
  const isLater = form.day > today;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (form.kind === 'until' && !isLater) return;
    onPause({ ...(form.kind === 'until' ? { resumesOn: form.day } : {}), ...(form.reason.trim() ? { reason: form.reason.trim() } : {}) });
  };
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm">
        <Radio.Group label={text('pause.howLong')} value={form.kind} onChange={(kind) => change({ kind: kind as 'until' | 'open' })}>
          <Stack gap="xs" mt="xs">
            <Radio value="until" label={text('pause.untilDay')} disabled={locked} />
            <Radio value="open" label={text('pause.untilEnded')} disabled={locked} />
          </Stack>
        </Radio.Group>
        {form.kind === 'until' && (
          <TextInput label={text('pause.day')} type="date" maw={260} min={addDays(today, 1)} value={form.day} disabled={locked} onChange={(event) => change({ day: event.currentTarget.value })} error={tried && !isLater ? text('pause.dayFault') : fields.resumesOn?.[0]} />
        )}
        <TextInput label={text('pause.reason')} maxLength={300} value={form.reason} disabled={locked} onChange={(event) => change({ reason: event.currentTarget.value })} error={fields.reason?.[0]} />
        <Text size="sm">{form.kind === 'until' && isLater ? text('pause.thenUntil', { day: dayNamed(form.day, language) }) : text('pause.then')}</Text>
        <Group>
          <Button type="submit" loading={busy}>
            {text('pause.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

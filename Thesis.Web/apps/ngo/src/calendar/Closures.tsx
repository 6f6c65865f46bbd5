import type { IntakeCalendarRequest, NgoResponse } from '@thesis/calls';
import { useDraft, useLocale } from '@thesis/portal';
import { daysNamed } from '@thesis/region';
import { Button, Card, Group, Stack, Text, Title } from '@thesis/ui';
import { TextInput } from '@thesis/ui/forms';
import { useState, type FormEvent } from 'react';
import { useText } from '../text.ts';
import { withClosed, withoutClosure } from './change-days.ts';

interface ClosuresProps {
  readonly ngo: NgoResponse;
  readonly today: string;
  readonly busy: boolean;
  readonly onChange: (calendar: IntakeCalendarRequest) => void;
}

/** Days on which nothing is taken, now and later; several in one go. */
export function Closures({ ngo, today, busy, onChange }: ClosuresProps) {
  const text = useText();
  const language = useLocale();
  const coming = ngo.calendar.closures.filter(({ until }) => until >= today);
  return (
    <Card label={text('closures.title')}>
      <Stack gap="sm">
        <Title order={2}>{text('closures.title')}</Title>
        {coming.length === 0 && <Text size="sm" c="dimmed">{text('closures.none')}</Text>}
        {coming.map((closure) => (
          <Group key={`${closure.from}.${closure.until}`} justify="space-between">
            <Text size="sm">
              {daysNamed(closure.from, closure.until, language)}
              {closure.reason && ` · ${closure.reason}`}
            </Text>
            <Button variant="default" size="sm" mih={44} disabled={busy} aria-label={`${text('closures.remove')}: ${daysNamed(closure.from, closure.until, language)}`} onClick={() => onChange(withoutClosure(ngo.calendar, today, closure))}>
              {text('closures.remove')}
            </Button>
          </Group>
        ))}
        <Close ngo={ngo} today={today} busy={busy} onChange={onChange} />
      </Stack>
    </Card>
  );
}

function Close({ ngo, today, busy, onChange }: ClosuresProps) {
  const text = useText();
  const [form, change, clear] = useDraft(`closure.${ngo.id}`, { from: '', until: '', reason: '' });
  const [tried, setTried] = useState(false);
  const until = form.until === '' ? form.from : form.until;
  const fault = form.from === '' ? 'from' : form.from < today ? 'past' : until < form.from ? 'until' : null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fault) return;
    setTried(false);
    clear();
    onChange(withClosed(ngo.calendar, today, { from: form.from, until, reason: form.reason.trim() }));
  };
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm">
        <Group align="flex-start" grow>
          <TextInput label={text('closures.from')} type="date" min={today} value={form.from} onChange={(event) => change({ from: event.currentTarget.value })} error={tried && (fault === 'from' || fault === 'past') ? text(`closures.fault.${fault}`) : undefined} />
          <TextInput label={text('closures.until')} type="date" min={today} value={form.until} onChange={(event) => change({ until: event.currentTarget.value })} error={tried && fault === 'until' ? text('closures.fault.until') : undefined} />
        </Group>
        <TextInput label={text('calendar.reason')} maxLength={200} value={form.reason} onChange={(event) => change({ reason: event.currentTarget.value })} />
        <Text size="sm" c="dimmed">
          {text('closures.one')} {text('closures.then')}
        </Text>
        <Group>
          <Button type="submit" variant="default" disabled={busy}>
            {text('closures.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

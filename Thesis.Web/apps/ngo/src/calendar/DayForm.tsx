import type { IntakeCalendarRequest, NgoResponse } from '@thesis/calls';
import { writeNumber } from '@thesis/i18n';
import { useDraft, useFormats, usePreferences } from '@thesis/portal';
import { Button, Group, Stack } from '@thesis/ui';
import { Radio, TextInput } from '@thesis/ui/forms';
import { useState, type FormEvent } from 'react';
import { useText } from '../text.ts';
import { readDay, type DayDraft } from './day-form.ts';
import type { IntakeDay } from './days.ts';

interface DayFormProps {
  readonly day: IntakeDay;
  readonly ngo: NgoResponse;
  readonly today: string;
  readonly busy: boolean;
  readonly onChange: (calendar: IntakeCalendarRequest) => void;
}

/** A day as usual, of another amount, or closed. */
export function DayForm({ day, ngo, today, busy, onChange }: DayFormProps) {
  const text = useText();
  const formats = useFormats();
  const { language } = usePreferences();
  const [form, change, clear] = useDraft<DayDraft>(`day.${ngo.id}.${day.day}.${ngo.version}`, {
    kind: day.state === 'closed' ? 'closed' : day.differs ? 'other' : 'usual', kg: writeNumber(day.kg.of ?? 0, language), slots: String(day.deliveries.of ?? 0), reason: day.reason,
  });
  const [tried, setTried] = useState(false);
  const { calendar, faults } = readDay(form, ngo, day.day, today, language);
  const words = (fault: 'kg' | 'slots' | 'number' | undefined) => (tried && fault ? text(`fault.${fault}`, { example: formats.number(12.5) }) : undefined);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!calendar) return;
    clear();
    onChange(calendar);
  };
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm">
        <Radio.Group label={text('calendar.dayIs')} value={form.kind} onChange={(kind) => change({ kind: kind as DayDraft['kind'] })}>
          <Stack gap="xs" mt="xs">
            {(['usual', 'other', 'closed'] as const).map((kind) => <Radio key={kind} value={kind} label={text(`calendar.kind.${kind}`)} />)}
          </Stack>
        </Radio.Group>
        {form.kind === 'other' && (
          <Group grow align="flex-start">
            <TextInput label={text('calendar.kg')} inputMode="decimal" value={form.kg} onChange={(event) => change({ kg: event.currentTarget.value })} error={words(faults.kg)} />
            <TextInput label={text('calendar.slots')} inputMode="numeric" value={form.slots} onChange={(event) => change({ slots: event.currentTarget.value })} error={words(faults.slots)} />
          </Group>
        )}
        {form.kind === 'closed' && <TextInput label={text('calendar.reason')} maxLength={200} value={form.reason} onChange={(event) => change({ reason: event.currentTarget.value })} />}
        <Group>
          <Button type="submit" variant="default" disabled={busy}>
            {text('calendar.set')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

import type { Command } from '@thesis/api';
import type { DonorResponse, RegionResponse, TemplateRequest } from '@thesis/calls';
import { useFormats, useLocale, usePreferences } from '@thesis/portal';
import { clockNamed, dayIn, dayNamed, duration, weekdayName, WEEKDAYS, weekdaysNamed, ZoneNote } from '@thesis/region';
import { Button, Card, Group, Notice, SimpleGrid, Stack, Text, Title } from '@thesis/ui';
import { Chip, Fieldset, NativeSelect, TextInput } from '@thesis/ui/forms';
import { useRef, useState, type FormEvent } from 'react';
import { useFaultText } from '../post/fault-text.ts';
import { focusFirstFault } from '../post/first-fault.ts';
import { Details, HowMuch, What, Where } from '../post/FoodFields.tsx';
import '../post/editor.css';
import type { FaultField } from '../post/food-form.ts';
import { useText } from '../text.ts';
import { ComingDays } from './ComingDays.tsx';
import { comingDays, withSkipped } from './recurrence.ts';
import { AHEAD_HOURS, KEEPS_HOURS, readRecurring, type RecurringForm, type RecurringReading } from './recurring-form.ts';

interface RecurringEditorProps {
  readonly form: RecurringForm;
  readonly change: (part: Partial<RecurringForm>) => void;
  readonly places: readonly DonorResponse[];
  readonly region: RegionResponse | undefined;
  readonly command: Command<TemplateRequest>;
  readonly submit: string;
  readonly fixedPlace?: boolean;
}

/** The form of a donation that posts itself. */
export function RecurringEditor({ form, change, places, region, command, submit, fixedPlace = false }: RecurringEditorProps) {
  const text = useText();
  const { language } = usePreferences();
  const [tried, setTried] = useState(false);
  const box = useRef<HTMLFormElement>(null);
  const reading = readRecurring(form, language);
  const faultOf = useFaultText(tried ? reading.faults : {}, command.fields);
  const today = dayIn(region?.timeZone, new Date());
  const set = (part: Partial<RecurringForm>) => {
    if (command.error) command.reset();
    change(part);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (reading.request) command.run(reading.request);
    else focusFirstFault(box.current);
  };
  return (
    <form onSubmit={send} noValidate ref={box}>
      <Stack gap="lg">
        <Fieldset variant="unstyled" disabled={command.busy || command.unanswered}>
          <Stack gap="lg">
            {!fixedPlace && <Where form={form} change={set} faultOf={faultOf} places={places} />}
            <What form={form} change={set} kg={reading.kg} faultOf={faultOf} />
            <HowMuch form={form} change={set} kg={reading.kg} faultOf={faultOf} />
            <Days form={form} change={set} faultOf={faultOf} />
            <Times form={form} change={set} faultOf={faultOf} region={region} />
            <Span form={form} change={set} faultOf={faultOf} />
            {form.weekdays.length > 0 && form.startsOn !== '' && (
              <Stack gap="xs">
                <Text fw={500}>{text('recurring.coming')}</Text>
                <ComingDays recurrence={form} today={today} onSkip={(day, skipped) => set({ exceptions: withSkipped(form.exceptions, day, skipped, today) })} />
              </Stack>
            )}
            <Details form={form} change={set} faultOf={faultOf} />
          </Stack>
        </Fieldset>
        <Outlook form={form} reading={reading} today={today} />
        {tried && !reading.request && <Notice tone="bad" title={text('post.wrong')} />}
        {command.error && command.error.status !== 412 && <Notice tone="bad" title={command.error.message} />}
        {command.unanswered && <Notice tone="warn">{text('post.unanswered')}</Notice>}
        <Group className="submit">
          <Button type="submit" size="lg" loading={command.busy}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface PartProps {
  readonly form: RecurringForm;
  readonly change: (part: Partial<RecurringForm>) => void;
  readonly faultOf: (field: FaultField) => string | undefined;
}

function Days({ form, change, faultOf }: PartProps) {
  const text = useText();
  const language = useLocale();
  const fault = faultOf('weekdays');
  return (
    <Stack gap={6} component="fieldset" m={0} p={0} bd="none">
      <Text component="legend" fw={500} mb={2}>
        {text('recurring.weekdays')}
      </Text>
      <Group gap="xs">
        {WEEKDAYS.map((day) => (
          <Chip key={day} checked={form.weekdays.includes(day)} styles={{ label: { minHeight: 44 } }} onChange={(on) => change({ weekdays: on ? [...form.weekdays, day] : form.weekdays.filter((other) => other !== day) })}>
            {weekdayName(day, language)}
          </Chip>
        ))}
      </Group>
      {fault && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert" data-fault>
          {fault}
        </Text>
      )}
    </Stack>
  );
}

function Times({ form, change, faultOf, region }: PartProps & { readonly region: RegionResponse | undefined }) {
  const text = useText();
  const language = useLocale();
  const hours = (usual: readonly number[], chosen: string, name: (hours: number) => string) =>
    [...new Set([...usual, Number(chosen)])].sort((a, b) => a - b).map((value) => ({ value: String(value), label: name(value) }));
  return (
    <Stack gap="xs" component="fieldset" m={0} p={0} bd="none">
      <Text component="legend" fw={500}>
        {text('post.pickup')}
      </Text>
      <SimpleGrid cols={2}>
        <TextInput label={text('post.from')} type="time" value={form.from} onChange={(event) => change({ from: event.currentTarget.value })} />
        <TextInput label={text('post.until')} type="time" value={form.until} onChange={(event) => change({ until: event.currentTarget.value })} error={faultOf('pickupUntil')} />
      </SimpleGrid>
      {form.from !== '' && form.until !== '' && form.until <= form.from && (
        <Text size="sm" c="dimmed" role="status">
          {text('post.nextDay', { time: clockNamed(form.until, language) })}
        </Text>
      )}
      <ZoneNote region={region} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NativeSelect
          label={text('recurring.keeps')}
          value={form.keepsHours}
          data={hours(KEEPS_HOURS, form.keepsHours, (value) => (value === 0 ? text('recurring.keepsNot') : text('recurring.keepsFor', { time: duration(value, language) })))}
          onChange={(event) => change({ keepsHours: event.currentTarget.value })}
        />
        <NativeSelect
          label={text('recurring.ahead')}
          value={form.aheadHours}
          data={hours(AHEAD_HOURS, form.aheadHours, (value) => text('recurring.aheadBy', { time: duration(value, language) }))}
          onChange={(event) => change({ aheadHours: event.currentTarget.value })}
        />
      </SimpleGrid>
    </Stack>
  );
}

function Span({ form, change, faultOf }: PartProps) {
  const text = useText();
  return (
    <SimpleGrid cols={2}>
      <TextInput label={text('recurring.starts')} type="date" value={form.startsOn} onChange={(event) => change({ startsOn: event.currentTarget.value })} error={faultOf('startsOn')} />
      <TextInput label={text('recurring.ends')} description={text('recurring.endsHint')} inputWrapperOrder={['label', 'input', 'description', 'error']} type="date" value={form.endsOn} onChange={(event) => change({ endsOn: event.currentTarget.value })} error={faultOf('endsOn')} />
    </SimpleGrid>
  );
}

interface OutlookProps {
  readonly form: RecurringForm;
  readonly reading: RecurringReading;
  readonly today: string;
}

/** Says before it is saved what will come of it. */
function Outlook({ form, reading, today }: OutlookProps) {
  const text = useText();
  const formats = useFormats();
  const language = useLocale();
  const { kg, request } = reading;
  const next = comingDays(form, today, 8).find(({ skipped }) => !skipped);
  return (
    <Card label={text('post.willHappen')}>
      <Stack gap={6}>
        <Title order={2}>{text('post.willHappen')}</Title>
        {request && kg !== null ? (
          <>
            <Text>{text('recurring.will.offer', { days: form.weekdays.length === 7 ? text('recurring.daily') : weekdaysNamed(form.weekdays, language), weight: formats.weight(kg), title: form.title.trim(), time: duration(Number(form.aheadHours), language) })}</Text>
            <Text>{next ? text('recurring.will.next', { day: dayNamed(next.day, language), from: clockNamed(form.from, language), until: clockNamed(form.until, language) }) : text('recurring.noDays')}</Text>
            <Text>{text('recurring.will.change')}</Text>
          </>
        ) : (
          <Text c="dimmed">{text('post.willFill')}</Text>
        )}
      </Stack>
    </Card>
  );
}

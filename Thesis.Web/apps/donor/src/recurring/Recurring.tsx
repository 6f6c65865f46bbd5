import type { TemplateResponse } from '@thesis/calls';
import { Link, useFormats, useLocale } from '@thesis/portal';
import { addDays, clockNamed, dayIn, dayNamed, weekdaysNamed } from '@thesis/region';
import { Anchor, Box, Button, Card, EmptyState, Group, ListSkeleton, Notice, Screen, Stack, StatusBadge, Text, type Tone } from '@thesis/ui';
import { TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { amountOf } from '../donations/amount.ts';
import { useText } from '../text.ts';
import { ComingDays } from './ComingDays.tsx';
import { restated, stateOf, withSkipped, type TemplateState } from './recurrence.ts';
import { useTemplatesOf } from './template-lists.ts';
import { useTemplateChange } from './use-template-change.ts';

/** Donations that post themselves: on which days, what comes next, skipped days, pauses. */
export default function Recurring() {
  const text = useText();
  const templates = useTemplatesOf();
  const create = <Button component={Link} href="/donor/recurring/new">{text('recurring.new')}</Button>;
  return (
    <Screen title={text('recurring.title')} lead={text('recurring.lead')} width={720} actions={create}>
      {templates.isPending && <ListSkeleton label={text('loading')} height={160} />}
      {templates.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void templates.refetch() }} />}
      {templates.data?.length === 0 && (
        <EmptyState title={text('recurring.none')} action={create}>
          {text('recurring.noneRemedy')}
        </EmptyState>
      )}
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {templates.data?.map((template) => (
          <li key={template.id}>
            <TemplateCard template={template} isStale={templates.isFetching} />
          </li>
        ))}
      </Stack>
      <Text size="sm">
        <Anchor component={Link} href="/settings/calendar">{text('recurring.calendar')}</Anchor>
      </Text>
    </Screen>
  );
}

const TONES: Readonly<Record<TemplateState, Tone>> = { on: 'good', paused: 'warn', ended: 'plain' };

function TemplateCard({ template, isStale }: { readonly template: TemplateResponse; readonly isStale: boolean }) {
  const text = useText();
  const formats = useFormats(template.timeZone);
  const language = useLocale();
  const { command, change } = useTemplateChange(template);
  const [pausing, setPausing] = useState(false);
  const today = dayIn(template.timeZone, new Date());
  const state = stateOf(template, today);
  const disabled = command.busy || command.unanswered || isStale;
  return (
    <Card>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <Box>
            <Anchor component={Link} href={`/donor/recurring/${template.id}`} fw={700} fz="lg">
              {template.title}
            </Anchor>
            <Text size="sm" c="dimmed">
              {template.donorName} · {amountOf(template, formats, text)}
            </Text>
            <Text size="sm">
              {text('recurring.when', { days: template.weekdays.length === 7 ? text('recurring.daily') : weekdaysNamed(template.weekdays, language), from: clockNamed(template.pickupFrom, language), until: clockNamed(template.pickupUntil, language) })}
            </Text>
            {template.nextDay && template.nextPostedAt && (
              <Text size="sm" fw={600}>
                {text('recurring.next', { day: dayNamed(template.nextDay, language), time: formats.moment(template.nextPostedAt) })}
              </Text>
            )}
          </Box>
          <StatusBadge tone={TONES[state]}>{text(`recurring.state.${state}`)}</StatusBadge>
        </Group>
        {state !== 'ended' && (
          <details>
            <summary>{text('recurring.coming')}</summary>
            <ComingDays
              recurrence={template}
              today={today}
              disabled={disabled}
              onSkip={(day, skipped) => change(restated(template, { exceptions: withSkipped(template.exceptions, day, skipped, today) }), text(skipped ? 'recurring.skipped' : 'recurring.unskipped', { day: dayNamed(day, language) }))}
            />
          </details>
        )}
        <Group gap="xs">
          {state === 'on' && <Button variant="default" size="sm" mih={44} aria-expanded={pausing} disabled={disabled} onClick={() => setPausing(!pausing)}>{text('recurring.pause')}</Button>}
          {state === 'paused' && <Button variant="default" size="sm" mih={44} disabled={disabled} onClick={() => change(restated(template, { startsOn: today }), text('recurring.resumed'))}>{text('recurring.resume')}</Button>}
          {state === 'ended' && <Button variant="default" size="sm" mih={44} disabled={disabled} onClick={() => change(restated(template, { startsOn: addDays(today, 1), endsOn: null }), text('recurring.resumed'))}>{text('recurring.restart')}</Button>}
          {state !== 'ended' && <Button variant="default" size="sm" mih={44} disabled={disabled} onClick={() => change(null, text('recurring.ended'))}>{text('recurring.end')}</Button>}
          <Button component={Link} href={`/donor/recurring/${template.id}`} variant="default" size="sm" mih={44} aria-label={`${text('detail.edit')}: ${template.title}`}>{text('detail.edit')}</Button>
        </Group>
        {pausing && state === 'on' && (
          <Pause
            today={today}
            onPause={(day) => {
              setPausing(false);
              change(restated(template, { startsOn: day, endsOn: template.endsOn && template.endsOn < day ? null : template.endsOn }), text('recurring.paused', { day: dayNamed(day, language) }));
            }}
          />
        )}
        {command.unanswered && <Notice tone="warn">{text('post.unanswered')}</Notice>}
        {command.error && <Notice tone="bad">{command.error.status === 412 ? text('post.stale') : command.error.message}</Notice>}
      </Stack>
    </Card>
  );
}

const USUAL_PAUSE_DAYS = 7;

function Pause({ today, onPause }: { readonly today: string; readonly onPause: (day: string) => void }) {
  const text = useText();
  const [day, setDay] = useState(addDays(today, USUAL_PAUSE_DAYS));
  const [tried, setTried] = useState(false);
  const isLater = day > today;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isLater) onPause(day);
      }}
      noValidate
    >
      <Group align="flex-start" gap="sm">
        <TextInput label={text('recurring.pauseUntil')} type="date" min={addDays(today, 1)} value={day} onChange={(event) => setDay(event.currentTarget.value)} error={tried && !isLater ? text('recurring.pauseFault') : undefined} />
        <Button type="submit" variant="default" mt={26}>
          {text('recurring.pauseSend')}
        </Button>
      </Group>
    </form>
  );
}

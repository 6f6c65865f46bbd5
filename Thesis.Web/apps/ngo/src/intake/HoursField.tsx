import { useQuery } from '@thesis/api';
import { readOpeningHoursOptions } from '@thesis/calls';
import { useLocale } from '@thesis/portal';
import { type Weekday, weekdayName, WEEKDAYS } from '@thesis/region';
import { Box, Button, Group, SimpleGrid, Stack, Text } from '@thesis/ui';
import { Checkbox, Textarea, TextInput } from '@thesis/ui/forms';
import { useEffect, useState } from 'react';
import { useText } from '../text.ts';
import { DAYS, hoursOf, weekOf, type Day, type Week } from './hours.ts';
import { HoursReading } from './HoursReading.tsx';

interface HoursFieldProps {
  readonly week: Week | null;
  readonly hours: string;
  readonly onChange: (part: { readonly week?: Week | null; readonly hours?: string }) => void;
  readonly error: string | undefined;
}

const USUAL = { opens: '09:00', closes: '17:00' } as const;

/** Opening hours by day, or as people write them, with what is understood shown back. */
export function HoursField({ week, hours, onChange, error }: HoursFieldProps) {
  const text = useText();
  const asWeek = weekOf(hours);
  return (
    <Stack gap="xs" component="fieldset" m={0} p={0} bd="none">
      <Text component="legend" fw={500}>
        {text('intake.hours')}
      </Text>
      <Text size="sm" c="dimmed">
        {text('intake.hoursHint')}
      </Text>
      {week ? <WeekField week={week} onWeek={(next) => onChange({ week: next })} /> : <TextField hours={hours} onHours={(next) => onChange({ hours: next })} error={error} />}
      {week && error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
      <Group>
        {week ? (
          <Button variant="default" size="sm" mih={44} onClick={() => onChange({ week: null, hours: hoursOf(week) })}>
            {text('hours.asText')}
          </Button>
        ) : (
          <Button variant="default" size="sm" mih={44} disabled={!asWeek} onClick={() => onChange({ week: asWeek })}>
            {text('hours.asWeek')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function WeekField({ week, onWeek }: { readonly week: Week; readonly onWeek: (week: Week) => void }) {
  const text = useText();
  const language = useLocale();
  const set = (day: Day, open: Week[Day]) => onWeek({ ...week, [day]: open });
  return DAYS.map((day, index) => {
    const name = weekdayName(WEEKDAYS[index] as Weekday, language);
    const open = week[day];
    return (
      <Group key={day} gap="sm" mih={44}>
        <Checkbox label={name} checked={open !== null} onChange={(event) => set(day, event.currentTarget.checked ? USUAL : null)} w={150} />
        {open ? (
          <SimpleGrid cols={2} spacing="sm" maw={320} flex="1 1 220px">
            <TextInput type="time" aria-label={`${name}: ${text('intake.opens')}`} value={open.opens} onChange={(event) => set(day, { ...open, opens: event.currentTarget.value })} />
            <TextInput type="time" aria-label={`${name}: ${text('intake.closes')}`} value={open.closes} onChange={(event) => set(day, { ...open, closes: event.currentTarget.value })} />
          </SimpleGrid>
        ) : (
          <Text c="dimmed">{text('intake.closed')}</Text>
        )}
      </Group>
    );
  });
}

const PAUSE_MS = 500;

function TextField({ hours, onHours, error }: { readonly hours: string; readonly onHours: (hours: string) => void; readonly error: string | undefined }) {
  const text = useText();
  const written = useSettled(hours);
  const reading = useQuery(readOpeningHoursOptions({ query: { text: written } }));
  const refused = (reading.error as { readonly fields?: Readonly<Record<string, readonly string[]>> } | null)?.fields?.text?.[0];
  return (
    <>
      <Textarea
        label={text('intake.hoursText')}
        description={text('hours.example')}
        autosize
        minRows={2}
        maxLength={500}
        value={hours}
        onChange={(event) => onHours(event.currentTarget.value)}
        error={error ?? refused}
      />
      {reading.data && written === hours && (
        <Box role="status">
          <Text size="sm" fw={600}>
            {text('hours.understood')}
          </Text>
          <HoursReading stored={reading.data.openingHours} />
        </Box>
      )}
    </>
  );
}

/** A text once nobody has typed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

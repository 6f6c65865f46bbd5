import { usePreferences } from '@thesis/portal';
import { Group, Stack, Text } from '@thesis/ui';
import { Checkbox, TextInput } from '@thesis/ui/forms';
import { useText } from '../text.ts';
import { DAYS, type Day, type Week } from './hours.ts';

interface HoursFieldProps {
  readonly week: Week | null;
  readonly hours: string;
  readonly onWeek: (week: Week) => void;
  readonly onHours: (hours: string) => void;
  readonly error: string | undefined;
}

const USUAL = { opens: '09:00', closes: '17:00' } as const;
// A Monday.
const SOME_MONDAY = Date.UTC(2024, 0, 1, 12);

/** Opening hours by day; as text when they are more than a plain week. */
export function HoursField({ week, hours, onWeek, onHours, error }: HoursFieldProps) {
  const text = useText();
  const { language } = usePreferences();
  if (!week) return <TextInput label={text('intake.hoursText')} value={hours} onChange={(event) => onHours(event.currentTarget.value)} error={error} />;
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  const set = (day: Day, open: Week[Day]) => onWeek({ ...week, [day]: open });
  return (
    <Stack gap="xs" component="fieldset" m={0} p={0} bd="none">
      <Text component="legend" fw={500}>
        {text('intake.hours')}
      </Text>
      <Text size="sm" c="dimmed">
        {text('intake.hoursHint')}
      </Text>
      {DAYS.map((day, index) => {
        const name = weekday.format(SOME_MONDAY + index * 24 * 3_600_000);
        const open = week[day];
        return (
          <Group key={day} gap="sm" mih={44}>
            <Checkbox label={name} checked={open !== null} onChange={(event) => set(day, event.currentTarget.checked ? USUAL : null)} w={150} />
            {open ? (
              <>
                <TextInput type="time" aria-label={`${name}: ${text('intake.opens')}`} value={open.opens} onChange={(event) => set(day, { ...open, opens: event.currentTarget.value })} w={130} />
                <TextInput type="time" aria-label={`${name}: ${text('intake.closes')}`} value={open.closes} onChange={(event) => set(day, { ...open, closes: event.currentTarget.value })} w={130} />
              </>
            ) : (
              <Text c="dimmed">{text('intake.closed')}</Text>
            )}
          </Group>
        );
      })}
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}

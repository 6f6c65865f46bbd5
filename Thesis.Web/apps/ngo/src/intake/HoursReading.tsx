import { useLocale } from '@thesis/portal';
import { clockNamed, type Weekday, weekdayName, WEEKDAYS } from '@thesis/region';
import { Stack, Text } from '@thesis/ui';
import { useText } from '../text.ts';
import { DAYS, readHours, type Opening } from './hours.ts';

/** Opening hours as they were understood, day by day. */
export function HoursReading({ stored }: { readonly stored: string }) {
  const text = useText();
  const language = useLocale();
  const hours = readHours(stored);
  const list = new Intl.ListFormat(language);
  const said = (openings: readonly Opening[]) => list.format(openings.map(({ week, opens, closes }) => {
    const times = `${clockNamed(opens, language)}–${clockNamed(closes, language)}`;
    return week === 0 ? times : text('hours.inWeek', { week: text(`hours.week.${week === -1 ? 'last' : (String(week) as '1')}`), times });
  }));
  if (hours.openings.length === 0 && !hours.byAppointment) return <Text size="sm">{text('hours.unknown')}</Text>;
  return (
    <Stack gap={2} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {DAYS.map((day, index) => {
        const openings = hours.openings.filter((opening) => opening.day === day);
        return openings.length === 0 ? null : (
          <Text key={day} component="li" size="sm">
            {weekdayName(WEEKDAYS[index] as Weekday, language)}: {said(openings)}
          </Text>
        );
      })}
      {hours.closures.map((closure) => (
        <Text key={closure} component="li" size="sm">
          {closure === 'holidays' ? text('hours.holidays') : text('hours.closed', { days: closure })}
        </Text>
      ))}
      {hours.byAppointment && <Text component="li" size="sm">{text('hours.appointment')}</Text>}
    </Stack>
  );
}

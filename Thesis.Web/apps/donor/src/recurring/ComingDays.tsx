import { useLocale } from '@thesis/portal';
import { dayNamed } from '@thesis/region';
import { Button, Group, Stack, Text } from '@thesis/ui';
import { useText } from '../text.ts';
import { comingDays, type Recurrence } from './recurrence.ts';

interface ComingDaysProps {
  readonly recurrence: Recurrence;
  readonly today: string;
  readonly disabled?: boolean;
  readonly onSkip: (day: string, skipped: boolean) => void;
}

const SHOWN = 6;

/** The next days of a recurring donation; each can be left out, and taken back in. */
export function ComingDays({ recurrence, today, disabled = false, onSkip }: ComingDaysProps) {
  const text = useText();
  const language = useLocale();
  const days = comingDays(recurrence, today, SHOWN);
  if (days.length === 0) return <Text size="sm" c="dimmed">{text('recurring.noDays')}</Text>;
  return (
    <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {days.map(({ day, skipped }) => (
        <li key={day}>
          <Group justify="space-between" wrap="nowrap" maw={460}>
            <Text size="sm" td={skipped ? 'line-through' : 'none'} c={skipped ? 'dimmed' : 'var(--mantine-color-text)'}>
              {dayNamed(day, language)}
              {skipped && ` · ${text('recurring.isSkipped')}`}
            </Text>
            <Button size="sm" mih={44} variant="subtle" disabled={disabled} aria-label={`${text(skipped ? 'recurring.unskip' : 'recurring.skip')}: ${dayNamed(day, language)}`} onClick={() => onSkip(day, !skipped)}>
              {text(skipped ? 'recurring.unskip' : 'recurring.skip')}
            </Button>
          </Group>
        </li>
      ))}
    </Stack>
  );
}

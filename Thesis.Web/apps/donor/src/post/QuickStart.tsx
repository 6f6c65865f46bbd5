import type { DonationResponse } from '@thesis/api/calls';
import { useFormats } from '@thesis/portal';
import { Button, Group, Stack, Text } from '@thesis/ui';
import { useText } from '../text.ts';
import { dayOf, timeOf } from './clock.ts';
import { formLike, type DonationForm } from './donation-form.ts';
import type { Template } from './templates.ts';

interface QuickStartProps {
  readonly earlier: readonly DonationResponse[];
  readonly templates: readonly Template[];
  readonly onChoose: (form: DonationForm) => void;
}

const MOST_EARLIER = 3;

/** What was posted before, one tap from being filled in again. */
export function QuickStart({ earlier, templates, onChoose }: QuickStartProps) {
  const text = useText();
  const formats = useFormats();
  // The same food posted daily is offered once.
  const different = earlier.filter((donation, index) => earlier.findIndex((other) => other.title === donation.title && other.donorId === donation.donorId) === index);
  if (different.length === 0 && templates.length === 0) return null;
  return (
    <Stack gap="xs">
      <Text fw={500}>{text('post.quick')}</Text>
      <Group gap="xs">
        {different.slice(0, MOST_EARLIER).map((donation) => (
          <Button key={donation.id} variant="default" size="sm" mih={44} onClick={() => onChoose(formLike(donation, new Date()))}>
            {donation.title} · {formats.weight(donation.quantityKg)}
          </Button>
        ))}
        {templates.map((template) => (
          <Button key={template.name} variant="default" size="sm" mih={44} aria-label={`${text('post.template')}: ${template.name}`} onClick={() => onChoose({ ...template.form, ...todayOf(template.form) })}>
            ★ {template.name}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

/** A template's times, on the next day that they fit. */
function todayOf(form: DonationForm): Pick<DonationForm, 'day'> {
  const now = new Date();
  const passed = form.until > form.from && form.until <= timeOf(now);
  return { day: dayOf(now, passed ? 1 : 0) };
}

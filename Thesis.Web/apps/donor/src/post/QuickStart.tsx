import type { DonationResponse } from '@thesis/calls';
import { useFormats, usePreferences } from '@thesis/portal';
import { useRegion } from '@thesis/region';
import { Button, Group, Stack, Text } from '@thesis/ui';
import { useText } from '../text.ts';
import { emptyForm, formLike, nextDayFor, type DonationForm } from './donation-form.ts';
import type { Template } from './templates.ts';

interface QuickStartProps {
  /** Newest first. */
  readonly earlier: readonly DonationResponse[];
  readonly templates: readonly Template[];
  readonly zone: string | undefined;
  readonly onChoose: (form: DonationForm) => void;
}

const MOST_EARLIER = 3;

/** What was posted before, one tap from being filled in again: the last one first. */
export function QuickStart({ earlier, templates, zone, onChoose }: QuickStartProps) {
  const text = useText();
  // The same food posted daily is offered once.
  const different = earlier.filter((donation, index) => earlier.findIndex((other) => other.title === donation.title && other.donorId === donation.donorId) === index);
  if (different.length === 0 && templates.length === 0) return null;
  return (
    <Stack gap="xs">
      <Text fw={500}>{text('post.quick')}</Text>
      <Group gap="xs">
        {different.slice(0, MOST_EARLIER).map((donation, index) => <Earlier key={donation.id} donation={donation} isLast={index === 0} onChoose={onChoose} />)}
        {templates.map((template) => (
          <Button
            key={template.name}
            variant="default"
            size="sm"
            mih={44}
            aria-label={`${text('post.template')}: ${template.name}`}
            onClick={() => onChoose({ ...emptyForm(new Date(), 'kg'), ...template.form, day: template.form.from === '' ? '' : nextDayFor(template.form, new Date(), zone) })}
          >
            ★ {template.name}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

function Earlier({ donation, isLast, onChoose }: { readonly donation: DonationResponse; readonly isLast: boolean; readonly onChoose: (form: DonationForm) => void }) {
  const text = useText();
  const formats = useFormats();
  const { language } = usePreferences();
  const region = useRegion(donation.place.region).data;
  return (
    <Button variant={isLast ? 'light' : 'default'} size="sm" h="auto" mih={44} py={8} styles={{ label: { whiteSpace: 'normal', height: 'auto', lineHeight: 1.4 } }} onClick={() => onChoose(formLike(donation, new Date(), region?.timeZone, language))}>
      {isLast ? text('post.repeatLast', { title: donation.title, weight: formats.weight(donation.quantityKg) }) : `${donation.title} · ${formats.weight(donation.quantityKg)}`}
    </Button>
  );
}

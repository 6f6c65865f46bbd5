import type { DonationResponse } from '@thesis/calls';
import { usePreferences } from '@thesis/portal';
import { Stack, Text } from '@thesis/ui';
import type { Allergen } from './allergens.ts';
import { useOrderText } from './text.ts';

/** What a donor said besides kind, amount and times: allergens, or that they are not stated, and notes for whoever may see them. */
export function FoodNotes({ donation }: { readonly donation: Pick<DonationResponse, 'allergens' | 'accessNotes' | 'pickupNotes'> }) {
  const text = useOrderText();
  const { language } = usePreferences();
  const { allergens } = donation;
  const named = new Intl.ListFormat(language).format((allergens ?? []).map((allergen) => text(`allergen.${allergen as Allergen}`)));
  return (
    <Stack gap={2}>
      <Text size="sm">{allergens === null ? text('said.allergensUnknown') : allergens.length === 0 ? text('said.allergensNone') : text('said.allergens', { allergens: named })}</Text>
      {donation.accessNotes && <Text size="sm">{text('said.access', { notes: donation.accessNotes })}</Text>}
      {donation.pickupNotes && <Text size="sm">{text('said.notes', { notes: donation.pickupNotes })}</Text>}
    </Stack>
  );
}

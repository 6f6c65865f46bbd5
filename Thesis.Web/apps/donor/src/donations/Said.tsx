import type { DonationResponse } from '@thesis/calls';
import { usePreferences } from '@thesis/portal';
import { Stack, Text } from '@thesis/ui';
import type { Allergen } from '../post/allergens.ts';
import { useText } from '../text.ts';

/** What was said besides kind, amount and times: how it is kept, allergens, notes. */
export function Said({ donation }: { readonly donation: DonationResponse }) {
  const text = useText();
  const { language } = usePreferences();
  const { allergens } = donation;
  const named = new Intl.ListFormat(language).format((allergens ?? []).map((allergen) => text(`allergen.${allergen as Allergen}`)));
  return (
    <Stack gap={2}>
      <Text size="sm">
        {text(`food.${donation.foodType as 'bakery'}`)} · {text(`storage.${donation.storageClass as 'ambient'}`)}
      </Text>
      <Text size="sm">{allergens === null ? text('detail.allergensUnknown') : allergens.length === 0 ? text('detail.allergensNone') : text('detail.allergens', { allergens: named })}</Text>
      {donation.accessNotes && <Text size="sm">{text('detail.access', { notes: donation.accessNotes })}</Text>}
      {donation.pickupNotes && <Text size="sm">{text('detail.notes', { notes: donation.pickupNotes })}</Text>}
    </Stack>
  );
}

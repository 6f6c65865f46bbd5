import type { DonorResponse } from '@thesis/calls';
import { UNITS, type Unit } from '@thesis/i18n';
import { ALLERGENS, useOrderText, type Allergen } from '@thesis/orders';
import { useFormats } from '@thesis/portal';
import { Box, Group, Notice, SimpleGrid, Stack, Text } from '@thesis/ui';
import { Chip, NativeSelect, Textarea, TextInput } from '@thesis/ui/forms';
import { Select } from '@thesis/ui/pickers';
import { useState } from 'react';
import { useText } from '../text.ts';
import { Choice } from './Choice.tsx';
import type { FaultField, FoodForm } from './food-form.ts';
import { FOOD_TYPES, STORAGE_CLASSES, USUAL_STORAGE, type FoodType, type StorageClass } from './food.ts';

export interface FoodFieldsProps {
  readonly form: FoodForm;
  readonly change: (part: Partial<FoodForm>) => void;
  /** What the quantity weighs, where it can be read. */
  readonly kg: number | null;
  readonly faultOf: (field: FaultField) => string | undefined;
}

/** Which of the user's places it is at. */
export function Where({ form, change, faultOf, places }: Omit<FoodFieldsProps, 'kg'> & { readonly places: readonly DonorResponse[] }) {
  const text = useText();
  const chosen = places.find((place) => place.id === form.donorId);
  return (
    <Stack gap="xs">
      <Select
        label={text('post.where')}
        searchable
        limit={50}
        allowDeselect={false}
        value={form.donorId || null}
        onChange={(donorId) => change({ donorId: donorId ?? '' })}
        data={places.map((place) => ({ value: place.id, label: `${place.name}, ${place.place.address}` }))}
        error={faultOf('donorId')}
      />
      {chosen && !chosen.verified && <Notice tone="warn">{text('post.unverified')}</Notice>}
    </Stack>
  );
}

/** What it is; its kind and how it is kept unless these are settled. */
export function What({ form, change, faultOf, settled = false }: FoodFieldsProps & { readonly settled?: boolean }) {
  const text = useText();
  return (
    <Stack gap="sm">
      <TextInput
        label={text('post.what')}
        description={text('post.whatHint')}
        value={form.title}
        maxLength={200}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={faultOf('title')}
      />
      {!settled && (
        <Choice
          label={text('post.kind')}
          name="foodType"
          value={form.foodType}
          options={FOOD_TYPES.map((value) => ({ value, label: text(`food.${value}`) }))}
          onChange={(foodType) => change({ foodType: foodType as FoodType, storageClass: USUAL_STORAGE[foodType as FoodType] })}
          error={faultOf('foodType')}
        />
      )}
      {!settled && form.foodType !== '' && (
        <Choice
          label={text('post.keep')}
          name="storageClass"
          value={form.storageClass}
          options={STORAGE_CLASSES.map((value) => ({ value, label: text(`storage.${value}`) }))}
          onChange={(storageClass) => change({ storageClass: storageClass as StorageClass })}
        />
      )}
    </Stack>
  );
}

/** How much, in the donor's own unit, and what that weighs. */
export function HowMuch({ form, change, kg, faultOf }: FoodFieldsProps) {
  const text = useText();
  const formats = useFormats();
  return (
    <Box>
      <SimpleGrid cols={form.unit === 'boxes' ? { base: 2, xs: 3 } : 2}>
        <TextInput label={text('post.howMuch')} inputMode="decimal" value={form.quantity} onChange={(event) => change({ quantity: event.currentTarget.value })} error={faultOf('quantityKg')} />
        <NativeSelect
          label={text('post.unit')}
          value={form.unit}
          data={UNITS.map((value) => ({ value, label: text(`unit.${value}`) }))}
          onChange={(event) => change({ unit: event.currentTarget.value as Unit })}
        />
        {form.unit === 'boxes' && (
          <TextInput label={text('post.boxKg')} inputMode="decimal" value={form.boxKg} onChange={(event) => change({ boxKg: event.currentTarget.value })} error={faultOf('boxKg')} />
        )}
      </SimpleGrid>
      {kg !== null && kg > 0 && (
        <Text size="sm" c="dimmed" mt={4} role="status">
          {text('post.isKg', { weight: formats.weight(kg) })}
        </Text>
      )}
    </Box>
  );
}

/** What it may contain. Saying nothing and saying "none of these" are two things. */
export function AllergenField({ form, change }: Pick<FoodFieldsProps, 'form' | 'change'>) {
  const text = useText();
  const orderText = useOrderText();
  const chosen = form.allergens ?? [];
  const set = (allergen: Allergen, on: boolean) => {
    const next = on ? [...chosen, allergen] : chosen.filter((other) => other !== allergen);
    change({ allergens: next.length > 0 ? next : null });
  };
  return (
    <Stack gap={6} component="fieldset" m={0} p={0} bd="none">
      <Text component="legend" fw={500} mb={2}>
        {text('post.allergens')}
      </Text>
      <Group gap="xs">
        {ALLERGENS.map((allergen) => (
          <Chip key={allergen} checked={chosen.includes(allergen)} onChange={(on) => set(allergen, on)} styles={{ label: { minHeight: 44 } }}>
            {orderText(`allergen.${allergen}`)}
          </Chip>
        ))}
        <Chip checked={form.allergens?.length === 0} onChange={(on) => change({ allergens: on ? [] : null })} styles={{ label: { minHeight: 44 } }}>
          {text('post.noAllergens')}
        </Chip>
      </Group>
      <Text size="sm" c="dimmed">
        {text('post.allergensHint')}
      </Text>
    </Stack>
  );
}

const MOST_NOTE = 500;

/** What only some donations need to say. */
export function Details({ form, change, faultOf }: Omit<FoodFieldsProps, 'kg'>) {
  const text = useText();
  const isUsed = [form.smallestKg, form.accessNotes, form.pickupNotes].some((said) => said !== '') || form.allergens !== null;
  const isWrong = (['smallestLotKg', 'accessNotes', 'pickupNotes'] as const).some((field) => faultOf(field) !== undefined);
  // Open while somebody is in it, also after they emptied its last field.
  const [open, setOpen] = useState(isUsed);
  return (
    <details open={open || isWrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary style={{ minHeight: 44, cursor: 'pointer', fontWeight: 600 }}>{text('post.details')}</summary>
      <Stack gap="md" mt="xs">
        <AllergenField form={form} change={change} />
        <Textarea
          label={text('post.accessNotes')}
          description={text('post.accessNotesHint')}
          autosize
          minRows={2}
          maxLength={MOST_NOTE}
          value={form.accessNotes}
          onChange={(event) => change({ accessNotes: event.currentTarget.value })}
          error={faultOf('accessNotes')}
        />
        <Textarea
          label={text('post.pickupNotes')}
          description={text('post.pickupNotesHint')}
          autosize
          minRows={2}
          maxLength={MOST_NOTE}
          value={form.pickupNotes}
          onChange={(event) => change({ pickupNotes: event.currentTarget.value })}
          error={faultOf('pickupNotes')}
        />
        <TextInput
          label={text('post.smallest')}
          description={text('post.smallestHint')}
          inputMode="decimal"
          value={form.smallestKg}
          onChange={(event) => change({ smallestKg: event.currentTarget.value })}
          error={faultOf('smallestLotKg')}
        />
      </Stack>
    </details>
  );
}

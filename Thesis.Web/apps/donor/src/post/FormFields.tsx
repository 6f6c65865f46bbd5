import type { DonorResponse } from '@thesis/calls';
import { UNITS, type Unit } from '@thesis/i18n';
import { useFormats } from '@thesis/portal';
import { Box, Group, Notice, SimpleGrid, Stack, Text } from '@thesis/ui';
import { Chip, NativeSelect, TextInput } from '@thesis/ui/forms';
import { Select } from '@thesis/ui/pickers';
import { useText } from '../text.ts';
import { dayOf } from './clock.ts';
import type { DonationForm, Faults, Reading } from './donation-form.ts';
import { FOOD_TYPES, STORAGE_CLASSES, USUAL_STORAGE, type FoodType } from './food.ts';

interface FormFieldsProps {
  readonly form: DonationForm;
  readonly change: (part: Partial<DonationForm>) => void;
  readonly reading: Reading;
  readonly faultOf: (field: keyof Faults) => string | undefined;
  readonly places: readonly DonorResponse[];
  /** The place of a donation that exists does not change. */
  readonly fixedPlace?: boolean;
}

/** The fields of a donation, in the order in which people think of them. */
export function FormFields(props: FormFieldsProps) {
  return (
    <Stack gap="lg">
      <Where {...props} />
      <What {...props} />
      <HowMuch {...props} />
      <Pickup {...props} />
      <GoodUntil {...props} />
      <Details {...props} />
    </Stack>
  );
}

function Where({ form, change, faultOf, places, fixedPlace }: FormFieldsProps) {
  const text = useText();
  const chosen = places.find((place) => place.id === form.donorId);
  if (fixedPlace) return null;
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

function What({ form, change, faultOf }: FormFieldsProps) {
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
      <Choice
        label={text('post.kind')}
        name="foodType"
        value={form.foodType}
        options={FOOD_TYPES.map((value) => ({ value, label: text(`food.${value}`) }))}
        onChange={(foodType) => change({ foodType: foodType as FoodType, storageClass: USUAL_STORAGE[foodType as FoodType] })}
        error={faultOf('foodType')}
      />
      {form.foodType !== '' && (
        <Choice
          label={text('post.keep')}
          name="storageClass"
          value={form.storageClass}
          options={STORAGE_CLASSES.map((value) => ({ value, label: text(`storage.${value}`) }))}
          onChange={(storageClass) => change({ storageClass: storageClass as DonationForm['storageClass'] })}
        />
      )}
    </Stack>
  );
}

function HowMuch({ form, change, reading, faultOf }: FormFieldsProps) {
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
      {reading.kg !== null && reading.kg > 0 && (
        <Text size="sm" c="dimmed" mt={4} role="status">
          {text('post.isKg', { weight: formats.weight(reading.kg) })}
        </Text>
      )}
    </Box>
  );
}

const DAYS_AHEAD = 14;

function Pickup({ form, change, reading, faultOf }: FormFieldsProps) {
  const text = useText();
  const formats = useFormats();
  const now = new Date();
  const days = Array.from({ length: DAYS_AHEAD }, (_, ahead) => {
    const value = dayOf(now, ahead);
    return { value, label: ahead === 0 ? text('post.today') : ahead === 1 ? text('post.tomorrow') : formats.day(`${value}T12:00`) };
  });
  // A day of an earlier draft or donation that is not among the next ones.
  const known = days.some((day) => day.value === form.day) ? days : [{ value: form.day, label: formats.day(`${form.day}T12:00`) }, ...days];
  return (
    <Stack gap={4} component="fieldset" m={0} p={0} bd="none">
      <Text component="legend" fw={500}>
        {text('post.pickup')}
      </Text>
      <SimpleGrid cols={{ base: 2, xs: 3 }}>
        <NativeSelect label={text('post.day')} value={form.day} data={known} onChange={(event) => change({ day: event.currentTarget.value })} />
        <TextInput label={text('post.from')} type="time" value={form.from} onChange={(event) => change({ from: event.currentTarget.value })} />
        <TextInput label={text('post.until')} type="time" value={form.until} onChange={(event) => change({ until: event.currentTarget.value })} error={faultOf('pickupUntil')} />
      </SimpleGrid>
      {reading.pickup?.nextDay && (
        <Text size="sm" c="dimmed" role="status">
          {text('post.nextDay', { time: formats.time(reading.pickup.until) })}
        </Text>
      )}
    </Stack>
  );
}

function GoodUntil({ form, change, reading, faultOf }: FormFieldsProps) {
  const text = useText();
  const formats = useFormats();
  const hint = reading.goodUntil ? `${formats.moment(reading.goodUntil)}. ${text('post.goodHint')}` : text('post.goodHint');
  return (
    <Stack gap="xs">
      <Choice
        label={text('post.good')}
        name="goodFor"
        value={form.goodFor}
        options={(['0', '1', '3', '7', 'other'] as const).map((value) => ({ value, label: text(`post.days.${value}`) }))}
        onChange={(goodFor) => change({ goodFor: goodFor as DonationForm['goodFor'] })}
        error={faultOf('expiresAt')}
        hint={hint}
      />
      {form.goodFor === 'other' && (
        <SimpleGrid cols={2}>
          <TextInput label={text('post.day')} type="date" value={form.goodDay} onChange={(event) => change({ goodDay: event.currentTarget.value })} />
          <TextInput label={text('post.until')} type="time" value={form.goodTime} onChange={(event) => change({ goodTime: event.currentTarget.value })} />
        </SimpleGrid>
      )}
    </Stack>
  );
}

function Details({ form, change, faultOf }: FormFieldsProps) {
  const text = useText();
  return (
    <details open={faultOf('smallestLotKg') !== undefined || form.smallestKg !== ''}>
      <summary style={{ minHeight: 44, cursor: 'pointer', fontWeight: 600 }}>{text('post.details')}</summary>
      <TextInput
        label={text('post.smallest')}
        description={text('post.smallestHint')}
        inputMode="decimal"
        value={form.smallestKg}
        onChange={(event) => change({ smallestKg: event.currentTarget.value })}
        error={faultOf('smallestLotKg')}
      />
    </details>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
}

/** One of a few, each a tap away. */
function Choice({ label, name, value, options, onChange, error, hint }: ChoiceProps) {
  return (
    <Stack gap={6} component="fieldset" m={0} p={0} bd="none" aria-describedby={`${name}-hint`}>
      <Text component="legend" fw={500} mb={2}>
        {label}
      </Text>
      <Group gap="xs">
        {options.map((option) => (
          <Chip key={option.value} type="radio" name={name} checked={value === option.value} onChange={() => onChange(option.value)} styles={{ label: { minHeight: 44 } }}>
            {option.label}
          </Chip>
        ))}
      </Group>
      <Text size="sm" c={error ? 'var(--mantine-color-error)' : 'dimmed'} id={`${name}-hint`} {...(error ? { role: 'alert', 'data-fault': true } : {})}>
        {error ?? hint}
      </Text>
    </Stack>
  );
}

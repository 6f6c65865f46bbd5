import type { DonorResponse, RegionResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { dayIn, ZoneNote } from '@thesis/region';
import { SimpleGrid, Stack, Text } from '@thesis/ui';
import { NativeSelect, TextInput } from '@thesis/ui/forms';
import { useText } from '../text.ts';
import { Choice } from './Choice.tsx';
import { timesOf, type DonationForm, type Reading } from './donation-form.ts';
import type { FaultField } from './food-form.ts';
import { Details, HowMuch, What, Where } from './FoodFields.tsx';

interface FormFieldsProps {
  readonly form: DonationForm;
  readonly change: (part: Partial<DonationForm>) => void;
  readonly reading: Reading;
  readonly faultOf: (field: FaultField) => string | undefined;
  readonly places: readonly DonorResponse[];
  /** Whose clock the times are read by. */
  readonly region: RegionResponse | undefined;
  /** The place of a donation that exists does not change. */
  readonly fixedPlace?: boolean;
  /** Orders rely on the kind of food, how it is kept, and the times: these do not change. */
  readonly promised?: boolean;
}

/** The fields of a donation, in the order in which people think of them. */
export function FormFields(props: FormFieldsProps) {
  const { reading: { kg }, fixedPlace = false, promised = false } = props;
  return (
    <Stack gap="lg">
      {!fixedPlace && <Where {...props} />}
      <What {...props} kg={kg} settled={promised} />
      <HowMuch {...props} kg={kg} />
      {!promised && <Pickup {...props} />}
      {!promised && <GoodUntil {...props} />}
      <Details {...props} />
    </Stack>
  );
}

const DAYS_AHEAD = 14;

function Pickup({ form, change, reading, faultOf, region }: FormFieldsProps) {
  const text = useText();
  const formats = useFormats();
  const inRegion = useFormats(region?.timeZone);
  const now = new Date();
  const times = timesOf(form, now, region?.timeZone);
  const days = Array.from({ length: DAYS_AHEAD }, (_, ahead) => {
    const value = dayIn(region?.timeZone, now, ahead);
    return { value, label: ahead === 0 ? text('post.today') : ahead === 1 ? text('post.tomorrow') : formats.day(`${value}T12:00`) };
  });
  // A day of an earlier draft or donation that is not among the next ones.
  const known = days.some((day) => day.value === times.day) ? days : [{ value: times.day, label: formats.day(`${times.day}T12:00`) }, ...days];
  return (
    <Stack gap={4} component="fieldset" m={0} p={0} bd="none">
      <Text component="legend" fw={500}>
        {text('post.pickup')}
      </Text>
      <SimpleGrid cols={{ base: 2, xs: 3 }}>
        <NativeSelect label={text('post.day')} value={times.day} data={known} onChange={(event) => change({ ...times, day: event.currentTarget.value })} />
        <TextInput label={text('post.from')} type="time" value={times.from} onChange={(event) => change({ ...times, from: event.currentTarget.value })} />
        <TextInput label={text('post.until')} type="time" value={times.until} onChange={(event) => change({ ...times, until: event.currentTarget.value })} error={faultOf('pickupUntil')} />
      </SimpleGrid>
      {reading.pickup?.nextDay && (
        <Text size="sm" c="dimmed" role="status">
          {text('post.nextDay', { time: inRegion.time(reading.pickup.until) })}
        </Text>
      )}
      <ZoneNote region={region} />
    </Stack>
  );
}

function GoodUntil({ form, change, reading, faultOf, region }: FormFieldsProps) {
  const text = useText();
  const formats = useFormats(region?.timeZone);
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

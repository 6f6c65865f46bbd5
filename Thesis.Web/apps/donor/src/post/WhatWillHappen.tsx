import { useFormats } from '@thesis/portal';
import { Card, Stack, Text, Title } from '@thesis/ui';
import { useText } from '../text.ts';
import type { DonationForm, Reading } from './donation-form.ts';

interface WhatWillHappenProps {
  readonly form: DonationForm;
  readonly reading: Reading;
  readonly place: string;
  readonly zone: string | undefined;
}

/** Says before anything is sent what will come of it. */
export function WhatWillHappen({ form, reading, place, zone }: WhatWillHappenProps) {
  const text = useText();
  const formats = useFormats(zone);
  const { kg, pickup, goodUntil } = reading;
  const ready = kg !== null && kg > 0 && pickup && goodUntil && form.title.trim() !== '' && place !== '';
  return (
    <Card label={text('post.willHappen')}>
      <Stack gap={6}>
        <Title order={2}>{text('post.willHappen')}</Title>
        {ready ? (
          <>
            <Text>{text('post.will.offer', { weight: formats.weight(kg), title: form.title.trim() })}</Text>
            <Text>{text('post.will.pickup', { span: formats.span(pickup.from, pickup.until), place })}</Text>
            {form.allergens === null && <Text>{text('post.will.allergens')}</Text>}
            <Text>{text('post.will.end', { time: formats.moment(goodUntil) })}</Text>
          </>
        ) : (
          <Text c="dimmed">{text('post.willFill')}</Text>
        )}
      </Stack>
    </Card>
  );
}

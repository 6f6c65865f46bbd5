import { useCommand, useQuery } from '@thesis/api';
import { listNgos, registerDriver } from '@thesis/calls';
import { currentLanguage, fromKg, readNumber, toKg } from '@thesis/i18n';
import { useDraft, useFormats, usePreferences, useUser } from '@thesis/portal';
import { Button, Card, Notice, Screen, Stack } from '@thesis/ui';
import { Fieldset, NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { DRIVER } from '../queries.ts';
import { useText } from '../text.ts';

const VEHICLES = ['car', 'van', 'truck', 'cargo-bike', 'bicycle'] as const;
const USUAL_KG: Readonly<Record<(typeof VEHICLES)[number], number>> = { car: 150, van: 500, truck: 3000, 'cargo-bike': 60, bicycle: 15 };

const regionName = (slug: string): string => slug.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
const regionSlug = (name: string): string => name.trim().toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');

/** The first screen of somebody who has not said yet what they drive. */
export default function Register() {
  const text = useText();
  const formats = useFormats();
  const user = useUser();
  const { weightUnit } = usePreferences();
  const usual = (vehicle: (typeof VEHICLES)[number]) => formats.number(Math.round(fromKg(USUAL_KG[vehicle], weightUnit)));
  const [draft, change] = useDraft(`driver.${user.subject}`, { name: user.name, vehicle: 'car' as (typeof VEHICLES)[number], capacity: usual('car'), region: '' });
  const [fault, setFault] = useState<string | null>(null);
  const regions = useQuery({
    queryKey: ['driver-regions'],
    queryFn: async () => [...new Set((await listNgos({ query: { pageSize: 200 } })).data.items.map((ngo) => ngo.place.region))].sort(),
  });
  const command = useCommand({
    name: 'register-driver',
    send: async (body: Parameters<typeof registerDriver>[0]['body'], key) => (await registerDriver({ body, headers: { 'Idempotency-Key': key } })).data,
    refreshes: [DRIVER],
  });
  const region = draft.region || regions.data?.[0] || '';

  const submit = () => {
    const reading = readNumber(draft.capacity, currentLanguage());
    if (!('value' in reading) || reading.value <= 0) return setFault(text('register.capacityFault', { example: formats.number(150) }));
    command.run({ name: draft.name.trim(), vehicle: draft.vehicle, capacityKg: toKg(reading.value, weightUnit), region: regionSlug(region) });
  };

  return (
    <Screen title={text('register.title')} lead={text('register.lead')} width={560}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        noValidate
      >
        <Card>
          <Fieldset disabled={command.busy || command.unanswered} variant="unstyled">
            <Stack>
              <TextInput label={text('register.name')} value={draft.name} error={command.fields.name?.join(' ')} autoComplete="name" onChange={(event) => change({ name: event.currentTarget.value })} />
              <NativeSelect
                label={text('register.vehicle')}
                value={draft.vehicle}
                data={VEHICLES.map((value) => ({ value, label: text(`vehicle.${value}`) }))}
                onChange={(event) => {
                  const vehicle = event.currentTarget.value as (typeof VEHICLES)[number];
                  change({ vehicle, capacity: usual(vehicle) });
                }}
              />
              <TextInput
                label={text('register.capacity', { unit: weightUnit })}
                value={draft.capacity}
                error={fault ?? command.fields.capacityKg?.join(' ')}
                inputMode="decimal"
                onChange={(event) => {
                  change({ capacity: event.currentTarget.value });
                  setFault(null);
                }}
              />
              {(regions.data?.length ?? 0) > 0
                ? <NativeSelect label={text('register.region')} value={region} data={(regions.data ?? []).map((value) => ({ value, label: regionName(value) }))} onChange={(event) => change({ region: event.currentTarget.value })} />
                : <TextInput label={text('register.region')} description={text('register.regionHint')} value={draft.region} error={command.fields.region?.join(' ')} onChange={(event) => change({ region: event.currentTarget.value })} />}
              <Button type="submit" size="lg" loading={command.busy} disabled={draft.name.trim() === '' || region === ''}>
                {text('register.submit')}
              </Button>
            </Stack>
          </Fieldset>
        </Card>
      </form>
      {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
      {command.error && <Notice tone="bad">{command.error.message}</Notice>}
    </Screen>
  );
}

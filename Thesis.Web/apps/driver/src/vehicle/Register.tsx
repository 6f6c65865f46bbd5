import { useCommand, useQuery } from '@thesis/api';
import { listNgos, registerDriver, updateMyDriver, type DriverRequest, type DriverResponse } from '@thesis/calls';
import { currentLanguage, fromKg, readNumber, toKg } from '@thesis/i18n';
import { useDraft, useFormats, usePreferences, useUser } from '@thesis/portal';
import { Button, Card, Notice, Screen, Stack, toast } from '@thesis/ui';
import { Fieldset, NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { DRIVER } from '../queries.ts';
import { useText } from '../text.ts';

const COOLING = ['none', 'cold_box', 'refrigerated'] as const;
const VEHICLES = ['car', 'van', 'truck', 'cargo-bike', 'bicycle'] as const;
const USUAL_KG: Readonly<Record<(typeof VEHICLES)[number], number>> = { car: 150, van: 500, truck: 3000, 'cargo-bike': 60, bicycle: 15 };

const regionName = (slug: string): string => slug.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
const regionSlug = (name: string): string => name.trim().toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');

interface RegisterProps {
  /** What is known so far; nothing of somebody who has not said yet what they drive. */
  readonly driver?: DriverResponse;
  readonly onSaved?: () => void;
}

/** Says what a driver drives: asked once, and changed when it is another vehicle. */
export default function Register({ driver, onSaved }: RegisterProps) {
  const text = useText();
  const formats = useFormats();
  const user = useUser();
  const { weightUnit } = usePreferences();
  const usual = (vehicle: (typeof VEHICLES)[number]) => formats.number(Math.round(fromKg(USUAL_KG[vehicle], weightUnit)));
  const known = VEHICLES.find((one) => one === driver?.vehicle);
  const [draft, change] = useDraft(`driver.${driver?.id ?? user.subject}.${driver?.version ?? 0}`, {
    name: driver?.name ?? user.name,
    vehicle: known ?? ('car' as (typeof VEHICLES)[number]),
    capacity: driver ? formats.number(fromKg(driver.capacityKg, weightUnit)) : usual('car'),
    region: driver?.region ?? '',
    cooling: driver?.cooling ?? 'none',
  });
  const [fault, setFault] = useState<string | null>(null);
  const regions = useQuery({
    queryKey: ['driver-regions'],
    queryFn: async () => [...new Set((await listNgos({ query: { pageSize: 200 } })).data.items.map((ngo) => ngo.place.region))].sort(),
  });
  const command = useCommand({
    name: 'register-driver',
    send: async (body: DriverRequest, key) => {
      const headers = { 'Idempotency-Key': key };
      return (await (driver ? updateMyDriver({ body, headers }) : registerDriver({ body, headers }))).data;
    },
    onDone: () => {
      if (driver) void toast(text('register.saved'));
      onSaved?.();
    },
    refreshes: [DRIVER],
  });
  const region = draft.region || regions.data?.[0] || '';

  const submit = () => {
    const reading = readNumber(draft.capacity, currentLanguage());
    if (!('value' in reading) || reading.value <= 0) return setFault(text('register.capacityFault', { example: formats.number(150) }));
    command.run({ name: draft.name.trim(), vehicle: draft.vehicle, capacityKg: toKg(reading.value, weightUnit), region: regionSlug(region), cooling: draft.cooling });
  };

  return (
    <Screen title={text(driver ? 'register.changeTitle' : 'register.title')} lead={driver ? undefined : text('register.lead')} width={560}>
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
              <NativeSelect
                label={text('register.cooling')}
                value={draft.cooling}
                data={COOLING.map((value) => ({ value, label: text(`cooling.${value}`) }))}
                onChange={(event) => change({ cooling: event.currentTarget.value })}
              />
              {(regions.data?.length ?? 0) > 0
                ? <NativeSelect label={text('register.region')} value={region} data={[...new Set([...(region ? [region] : []), ...(regions.data ?? [])])].map((value) => ({ value, label: regionName(value) }))} onChange={(event) => change({ region: event.currentTarget.value })} />
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

import { useCommand } from '@thesis/api';
import { updateNgo, type NgoRequest, type NgoResponse } from '@thesis/calls';
import { useDraft, useFormats, usePreferences } from '@thesis/portal';
import { Box, Button, Card, Group, Notice, Stack, Text, toast } from '@thesis/ui';
import { Checkbox, Chip, Fieldset, TextInput } from '@thesis/ui/forms';
import { useState, type FormEvent } from 'react';
import { ngoChanged } from '../our-organisations.ts';
import { useText } from '../text.ts';
import { HoursField } from './HoursField.tsx';
import { FOOD_TYPES, formOf, readIntake, STORAGE_CLASSES, type FaultField, type IntakeForm } from './intake-form.ts';

interface CapacityFormProps {
  readonly ngo: NgoResponse;
  readonly refetch: () => void;
}

/** Amounts by storage, preferences and hours. */
export function CapacityForm({ ngo, refetch }: CapacityFormProps) {
  const text = useText();
  const formats = useFormats();
  const { language } = usePreferences();
  // Only what was changed is kept: the rest follows what is stored.
  const [changed, change, clear] = useDraft<Partial<IntakeForm>>(`intake.${ngo.id}`, {});
  const form: IntakeForm = { ...formOf(ngo, language), ...changed };
  const [tried, setTried] = useState(false);
  const { request, faults } = readIntake(form, ngo, language);
  const command = useCommand({
    name: `intake.${ngo.id}`,
    send: async (body: NgoRequest, key) => (await updateNgo({ path: { id: ngo.id }, body, headers: { 'Idempotency-Key': key, 'If-Match': `"${ngo.version}"` } })).data,
    onDone: () => {
      clear({});
      setTried(false);
      void toast(text('intake.saved'));
    },
    refreshes: ngoChanged(ngo.id),
  });
  const faultOf = (field: FaultField): string | undefined => {
    const fault = tried ? faults[field] : undefined;
    if (!fault) return command.fields[field]?.[0];
    if (fault.message === 'ambiguous') return text('fault.ambiguous', { a: formats.number(fault.readings[0]), b: formats.number(fault.readings[1]) });
    return text(`fault.${fault.message}`, { example: formats.number(12.5) });
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (request) command.run(request);
  };

  return (
    <form onSubmit={save} noValidate>
      <Fieldset variant="unstyled" disabled={command.busy || command.unanswered}>
        <Stack gap="md">
          <Card>
            <Stack>
              <Group grow align="flex-start">
                <TextInput label={text('intake.daily')} inputMode="decimal" value={form.dailyKg} onChange={(event) => change({ dailyKg: event.currentTarget.value })} error={faultOf('dailyCapacityKg')} />
                <TextInput label={text('intake.slots')} inputMode="numeric" value={form.slots} onChange={(event) => change({ slots: event.currentTarget.value })} error={faultOf('dailySlots')} />
              </Group>
              <Storage form={form} change={change} faultOf={faultOf} />
            </Stack>
          </Card>
          <Card>
            <Stack gap="xs" component="fieldset" m={0} p={0} bd="none">
              <Text component="legend" fw={500} mb="xs">
                {text('intake.preferences')}
              </Text>
              <Group gap="xs">
                {FOOD_TYPES.map((type) => (
                  <Chip key={type} styles={{ label: { minHeight: 44 } }} checked={form.preferences.includes(type)} onChange={(on) => change({ preferences: on ? [...form.preferences, type] : form.preferences.filter((other) => other !== type) })}>
                    {text(`food.${type}`)}
                  </Chip>
                ))}
              </Group>
            </Stack>
          </Card>
          <Card>
            <HoursField week={form.week} hours={form.hours} onChange={change} error={faultOf('openingHours')} />
          </Card>
          {tried && !request && <Notice tone="bad" title={text('intake.wrong')} />}
          {command.error?.status === 412 && <Notice tone="warn" retry={{ label: text('retry'), onRetry: refetch }}>{text('intake.stale')}</Notice>}
          {command.error && command.error.status !== 412 && <Notice tone="bad" title={command.error.message} />}
          {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
          <Group>
            <Button type="submit" size="lg" loading={command.busy}>
              {text('intake.save')}
            </Button>
            {Object.keys(changed).length > 0 && (
              <Button variant="subtle" size="lg" onClick={() => clear({})}>
                {text('intake.discard')}
              </Button>
            )}
          </Group>
        </Stack>
      </Fieldset>
    </form>
  );
}

interface StorageProps {
  readonly form: IntakeForm;
  readonly change: (part: Partial<IntakeForm>) => void;
  readonly faultOf: (field: FaultField) => string | undefined;
}

function Storage({ form, change, faultOf }: StorageProps) {
  const text = useText();
  return (
    <Stack gap="xs" component="fieldset" m={0} p={0} bd="none">
      <Text component="legend" fw={500}>
        {text('intake.storage')}
      </Text>
      <Text size="sm" c="dimmed">
        {text('intake.storageMost')}
      </Text>
      {STORAGE_CLASSES.map((name) => {
        const storage = form.storage[name];
        const set = (part: Partial<typeof storage>) => change({ storage: { ...form.storage, [name]: { ...storage, ...part } } });
        return (
          <Group key={name} gap="sm" align="flex-start" mih={44}>
            <Checkbox label={text(`intake.${name}`)} checked={storage.has} onChange={(event) => set({ has: event.currentTarget.checked })} w={150} mt={10} />
            {storage.has && (
              <TextInput aria-label={`${text(`intake.${name}`)}: ${text('intake.storageMost')}`} inputMode="decimal" w={140} value={storage.kg} onChange={(event) => set({ kg: event.currentTarget.value })} error={faultOf(`storageCapacityKg.${name}`)} />
            )}
          </Group>
        );
      })}
      {faultOf('storageClasses') && (
        <Box c="var(--mantine-color-error)" role="alert">
          {faultOf('storageClasses')}
        </Box>
      )}
    </Stack>
  );
}

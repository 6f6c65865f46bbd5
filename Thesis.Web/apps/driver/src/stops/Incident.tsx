import type { DriverOrderResponse } from '@thesis/calls';
import { Button, Card, Group, Stack, Text, Title, toast } from '@thesis/ui';
import { Textarea } from '@thesis/ui/forms';
import { useState } from 'react';
import { useOutbox } from '../queue/OutboxProvider.tsx';
import { useText } from '../text.ts';

const KINDS = ['accident', 'breakdown', 'cooling_failed', 'food_unsafe', 'access_denied', 'other'] as const;

/** Tells donor, charity and dispatchers what happened on the way; the order stays with the driver. Works without a network. */
export function Incident({ order, onDone }: { readonly order: DriverOrderResponse; readonly onDone: () => void }) {
  const text = useText();
  const { act } = useOutbox();
  const [kind, setKind] = useState<(typeof KINDS)[number] | null>(null);
  const [description, setDescription] = useState('');
  const [missing, setMissing] = useState(false);
  const said = description.trim();
  return (
    <Card label={text('incident.report')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (kind === null || said === '') return setMissing(true);
          act('incident', order.id, order.title, { kind, description: said });
          void toast(text('incident.done'));
          onDone();
        }}
      >
        <Stack>
          <Title order={2}>{text('incident.report')}</Title>
          <Text size="sm">{text('incident.hint')}</Text>
          <Group gap="xs" role="group" aria-label={text('incident.kind')}>
            {KINDS.map((name) => (
              <Button key={name} variant={kind === name ? 'filled' : 'default'} aria-pressed={kind === name} onClick={() => setKind(name)}>
                {text(`incident.${name}`)}
              </Button>
            ))}
          </Group>
          {missing && kind === null && <Text size="sm" c="var(--thesis-bad)" role="alert">{text('incident.chooseKind')}</Text>}
          <Textarea
            label={text('incident.what')} rows={3} maxLength={500} value={description} error={missing && said === '' ? text('incident.sayWhat') : undefined}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <Group grow>
            <Button type="submit">{text('incident.send')}</Button>
            <Button variant="default" onClick={onDone}>{text('incident.leave')}</Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

import type { AcceptRequest, OrderResponse } from '@thesis/calls';
import { currentLanguage, readNumber, toKg } from '@thesis/i18n';
import { useFormats, usePreferences } from '@thesis/portal';
import { Button, Group, Stack, Text } from '@thesis/ui';
import { NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useText } from '../text.ts';

interface AcceptPartProps {
  readonly order: OrderResponse;
  readonly busy: boolean;
  readonly onAccept: (request: AcceptRequest) => void;
}

const REASONS = ['full', 'cold', 'staff'] as const;

/** How much of an offer is taken, and why not all if one likes to say; the rest goes to others. */
export function AcceptPart({ order, busy, onAccept }: AcceptPartProps) {
  const text = useText();
  const formats = useFormats();
  const { weightUnit } = usePreferences();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState<(typeof REASONS)[number] | ''>('');
  const [fault, setFault] = useState<string | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const reading = readNumber(typed, currentLanguage());
        const kg = 'value' in reading ? toKg(reading.value, weightUnit) : NaN;
        if (kg > 0 && kg < order.quantityKg) onAccept({ kg, ...(reason === '' ? {} : { reason: text(`reason.${reason}`) }) });
        else setFault(text('inbox.partFault', { weight: formats.weight(order.quantityKg) }));
      }}
      noValidate
    >
      <Stack gap="sm">
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <TextInput
            label={text('inbox.partLabel', { unit: weightUnit })}
            value={typed}
            error={fault}
            inputMode="decimal"
            autoComplete="off"
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setFault(null);
            }}
          />
          <NativeSelect
            label={text('inbox.partWhy')}
            value={reason}
            data={[{ value: '', label: text('inbox.partUnsaid') }, ...REASONS.map((value) => ({ value, label: text(`reason.${value}`) }))]}
            onChange={(event) => setReason(event.currentTarget.value as typeof reason)}
          />
        </Group>
        <Text size="sm" c="dimmed">
          {text('inbox.partHint')}
        </Text>
        <Group>
          <Button type="submit" variant="default" disabled={busy || typed.trim() === ''}>
            {text('inbox.partSend')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

import type { OrderResponse } from '@thesis/calls';
import { currentLanguage, readNumber, toKg } from '@thesis/i18n';
import { useFormats, usePreferences } from '@thesis/portal';
import { Button, Group, Text } from '@thesis/ui';
import { TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useText } from '../text.ts';

/** How much of an offer is taken; the rest goes to others. */
export function AcceptPart({ order, busy, onAccept }: { readonly order: OrderResponse; readonly busy: boolean; readonly onAccept: (kg: number) => void }) {
  const text = useText();
  const formats = useFormats();
  const { weightUnit } = usePreferences();
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const reading = readNumber(typed, currentLanguage());
        const kg = 'value' in reading ? toKg(reading.value, weightUnit) : NaN;
        if (kg > 0 && kg < order.quantityKg) onAccept(kg);
        else setFault(text('inbox.partFault', { weight: formats.weight(order.quantityKg) }));
      }}
      noValidate
    >
      <Group align="flex-end">
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
        <Button type="submit" variant="default" disabled={busy || typed.trim() === ''}>
          {text('inbox.partSend')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {text('inbox.partHint')}
      </Text>
    </form>
  );
}

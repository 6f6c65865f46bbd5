import { currentLanguage, readNumber, toKg } from '@thesis/i18n';
import { useFormats, usePreferences } from '@thesis/portal';
import { Button, Group, Stack } from '@thesis/ui';
import { TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useText } from '../text.ts';

interface WeighInProps {
  /** Kilograms that are expected, and the most that can be taken. */
  readonly planned: number;
  readonly hint: 'weigh.planned' | 'weigh.carried';
  readonly submit: string;
  readonly onWeighed: (kg: number) => void;
}

const MORE_BY_ROUNDING_KG = 0.05;

/** Asks what the scales show, in the driver's unit; "as planned" is one tap. */
export function WeighIn({ planned, hint, submit, onWeighed }: WeighInProps) {
  const text = useText();
  const formats = useFormats();
  const { weightUnit } = usePreferences();
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string | null>(null);

  const weigh = () => {
    const reading = readNumber(typed, currentLanguage());
    if (!('value' in reading)) {
      return setFault(reading.problem === 'ambiguous'
        ? text('weigh.ambiguous', { a: formats.number(reading.readings[0]), b: formats.number(reading.readings[1]) })
        : text('weigh.number', { example: formats.number(12.5) }));
    }
    const kg = toKg(reading.value, weightUnit);
    if (kg <= 0) return setFault(text('weigh.positive'));
    if (kg > planned + MORE_BY_ROUNDING_KG) return setFault(text('weigh.tooMuch', { weight: formats.weight(planned) }));
    onWeighed(Math.min(kg, planned));
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        weigh();
      }}
      noValidate
    >
      <Stack>
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            className="weigh"
            style={{ flex: 1 }}
            label={text('weigh.label', { unit: weightUnit })}
            description={text(hint, { weight: formats.weight(planned) })}
            value={typed}
            error={fault}
            inputMode="decimal"
            autoComplete="off"
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setFault(null);
            }}
          />
        </Group>
        <Button type="submit" size="lg" disabled={typed.trim() === ''}>
          {submit}
        </Button>
        <Button variant="default" size="lg" onClick={() => onWeighed(planned)}>
          {text('weigh.asPlanned', { weight: formats.weight(planned) })}
        </Button>
      </Stack>
    </form>
  );
}

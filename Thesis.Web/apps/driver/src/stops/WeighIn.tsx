import { currentLanguage, readNumber, toKg } from '@thesis/i18n';
import { useFormats, usePreferences } from '@thesis/portal';
import { Button, Group, Stack, Text } from '@thesis/ui';
import { TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import type { Bodies, Rest } from '../queue/driver-actions.ts';
import { useText } from '../text.ts';

interface WeighInProps {
  /** Kilograms that are expected, and the most that can be taken. */
  readonly planned: number;
  readonly at: 'pickup' | 'dropoff';
  /** Whether the charity says a code at the door. */
  readonly codeRequired: boolean;
  readonly submit: string;
  readonly onWeighed: (body: Bodies['deliver']) => void;
}

const MORE_BY_ROUNDING_KG = 0.05;
const REASONS = { pickup: ['notAll', 'spoiled', 'noRoom'], dropoff: ['refused', 'damaged', 'spoiled'] } as const;

/** Asks what the scales show, in the driver's unit; "as expected" is one tap, less needs a reason and what became of the rest. */
export function WeighIn({ planned, at, codeRequired, submit, onWeighed }: WeighInProps) {
  const text = useText();
  const formats = useFormats();
  const { weightUnit } = usePreferences();
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [less, setLess] = useState<{ readonly kg: number; readonly reason: string | null } | null>(null);
  const [code, setCode] = useState('');
  const withCode = codeRequired && at === 'dropoff' ? { code: code.trim() } : {};

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
    if (kg >= planned - MORE_BY_ROUNDING_KG) return onWeighed({ kg: planned, ...withCode });
    setLess({ kg, reason: null });
  };

  if (less) {
    const rests: readonly (readonly [Rest, 'weigh.gone' | 'weigh.stillThere' | 'weigh.back'])[] = [['gone', 'weigh.gone'], ['still_there', at === 'pickup' ? 'weigh.stillThere' : 'weigh.back']];
    return (
      <Stack role="group" aria-label={text('weigh.rest')}>
        <Text fw={600}>{less.reason === null ? text('weigh.less', { weight: formats.weight(planned - less.kg) }) : text('weigh.rest')}</Text>
        <Group gap="xs">
          {less.reason === null
            ? REASONS[at].map((reason) => (
                <Button key={reason} variant="default" onClick={() => setLess({ ...less, reason: text(`weigh.reason.${reason}`) })}>
                  {text(`weigh.reason.${reason}`)}
                </Button>
              ))
            : rests.map(([rest, words]) => (
                <Button key={rest} variant="default" onClick={() => onWeighed({ kg: less.kg, reason: less.reason ?? '', rest, ...withCode })}>
                  {text(words)}
                </Button>
              ))}
        </Group>
        <Button variant="subtle" onClick={() => setLess(null)}>{text('weigh.again')}</Button>
      </Stack>
    );
  }

  const ready = !('code' in withCode) || withCode.code !== '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        weigh();
      }}
      noValidate
    >
      <Stack>
        {'code' in withCode && (
          <TextInput className="weigh" label={text('weigh.code')} description={text('weigh.codeHint')} value={code} inputMode="numeric" autoComplete="off" maxLength={12} onChange={(event) => setCode(event.currentTarget.value)} />
        )}
        <TextInput
          className="weigh"
          label={text('weigh.label', { unit: weightUnit })}
          description={text(at === 'pickup' ? 'weigh.planned' : 'weigh.carried', { weight: formats.weight(planned) })}
          value={typed}
          error={fault}
          inputMode="decimal"
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setFault(null);
          }}
        />
        <Button type="submit" size="lg" disabled={typed.trim() === '' || !ready}>
          {submit}
        </Button>
        <Button variant="default" size="lg" disabled={!ready} onClick={() => onWeighed({ kg: planned, ...withCode })}>
          {text('weigh.asPlanned', { weight: formats.weight(planned) })}
        </Button>
      </Stack>
    </form>
  );
}

import { Group, Stack, Text } from '@thesis/ui';
import { Chip } from '@thesis/ui/forms';

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
}

/** One of a few, each a tap away. */
export function Choice({ label, name, value, options, onChange, error, hint }: ChoiceProps) {
  return (
    <Stack gap={6} component="fieldset" m={0} p={0} bd="none" aria-describedby={`${name}-hint`}>
      <Text component="legend" fw={500} mb={2}>
        {label}
      </Text>
      <Group gap="xs">
        {options.map((option) => (
          <Chip key={option.value} type="radio" name={name} checked={value === option.value} onChange={() => onChange(option.value)} styles={{ label: { minHeight: 44 } }}>
            {option.label}
          </Chip>
        ))}
      </Group>
      <Text size="sm" c={error ? 'var(--mantine-color-error)' : 'dimmed'} id={`${name}-hint`} {...(error ? { role: 'alert', 'data-fault': true } : {})}>
        {error ?? hint}
      </Text>
    </Stack>
  );
}

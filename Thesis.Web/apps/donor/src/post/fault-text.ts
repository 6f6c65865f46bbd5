import type { FieldErrors } from '@thesis/api';
import { useFormats } from '@thesis/portal';
import { useText } from '../text.ts';
import type { Faults } from './donation-form.ts';

/** The words for what is wrong with a field: the form's own finding first, then what the server said. */
export function useFaultText(faults: Faults, refused: FieldErrors): (field: keyof Faults) => string | undefined {
  const text = useText();
  const formats = useFormats();
  return (field) => {
    const fault = faults[field];
    if (!fault) return refused[field]?.[0];
    if (fault.message === 'ambiguous') return text('fault.ambiguous', { a: formats.number(fault.readings[0]), b: formats.number(fault.readings[1]) });
    return text(`fault.${fault.message}`, { example: formats.number(12.5) });
  };
}

import type { FieldErrors } from '@thesis/api';
import { useFormats } from '@thesis/portal';
import { useText } from '../text.ts';
import type { FaultField, Faults } from './food-form.ts';

/** What the server calls a field of the form when it is counted otherwise than in kg. */
const ALIASES: Partial<Record<FaultField, readonly string[]>> = { quantityKg: ['quantityKg', 'amount', 'unit'], boxKg: ['unitKg'], pickupUntil: ['pickupUntil', 'pickupFrom'] };

/** The words for what is wrong with a field: the form's own finding first, then what the server said. */
export function useFaultText(faults: Faults, refused: FieldErrors): (field: FaultField) => string | undefined {
  const text = useText();
  const formats = useFormats();
  return (field) => {
    const fault = faults[field];
    if (!fault) return (ALIASES[field] ?? [field]).map((name) => refused[name]?.[0]).find((words) => words !== undefined);
    if (fault.message === 'ambiguous') return text('fault.ambiguous', { a: formats.number(fault.readings[0]), b: formats.number(fault.readings[1]) });
    return text(`fault.${fault.message}`, { example: formats.number(12.5) });
  };
}

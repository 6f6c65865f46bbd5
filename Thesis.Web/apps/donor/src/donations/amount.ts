import type { DonationResponse, TemplateResponse } from '@thesis/calls';
import type { Formats } from '@thesis/i18n';
import type { useText } from '../text.ts';

/** A quantity as its donor counted it, with what it weighs: "12 boxes (120 kg)". */
export function amountOf(stated: Pick<DonationResponse | TemplateResponse, 'amount' | 'unit' | 'quantityKg'>, formats: Formats, text: ReturnType<typeof useText>): string {
  const weight = formats.weight(stated.quantityKg);
  if (stated.unit !== 'box' && stated.unit !== 'meal') return weight;
  return text('counted', { counted: text(`count.${stated.unit}`, { count: stated.amount, number: formats.number(stated.amount) }), weight });
}

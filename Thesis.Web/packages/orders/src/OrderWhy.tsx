import type { OrderResponse } from '@thesis/calls';
import { useFormats, usePreferences } from '@thesis/portal';
import { Text } from '@thesis/ui';
import { useOrderText } from './text.ts';
import { limitOf, speakingFor } from './why.ts';

/** Why this charity was offered it, and why not more: as the plan said when it was made. Nothing for orders of before it was kept. */
export function OrderWhy({ order }: { readonly order: Pick<OrderResponse, 'why' | 'ngoName' | 'km'> }) {
  const text = useOrderText();
  const formats = useFormats();
  const { language } = usePreferences();
  const limit = limitOf(order.why);
  if (!limit) return null;
  const reasons = [text('why.near', { distance: formats.distance(order.km) }), ...speakingFor(order.why).map((reason) => text(`why.${reason}`))];
  return (
    <Text size="sm">
      {text('why.said', { ngo: order.ngoName, reasons: new Intl.ListFormat(language).format(reasons) })} {text(`why.limit.${limit}`)}
    </Text>
  );
}

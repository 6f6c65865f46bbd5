import { Link } from '@thesis/portal';
import { Anchor } from '@thesis/ui';
import { useText } from '../text.ts';

/** Leads back to the list of everything that is not on the board. */
export function BackToOffice() {
  const text = useText();
  return (
    <Anchor component={Link} href="/admin/office" className="thesis-back">
      {text('office.title')}
    </Anchor>
  );
}

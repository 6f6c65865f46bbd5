import { Impact } from '@thesis/impact';
import { Link } from '@thesis/portal';
import { Button } from '@thesis/ui';
import { useText } from '../text.ts';

/** What the charity received became, and from which donors. */
export default function NgoImpact() {
  const text = useText();
  return (
    <Impact
      title={text('impact.title')}
      partner="donor"
      noneRemedy={text('impact.noneRemedy')}
      actions={<Button component={Link} href="/ngo/history" variant="default">{text('impact.toHistory')}</Button>}
    />
  );
}

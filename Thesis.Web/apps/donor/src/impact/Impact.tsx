import { Impact } from '@thesis/impact';
import { useText } from '../text.ts';

/** What the donor's food became, and with which charities. */
export default function DonorImpact() {
  const text = useText();
  return <Impact title={text('impact.title')} partner="ngo" noneRemedy={text('impact.noneRemedy')} />;
}

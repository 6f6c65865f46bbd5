import { PlacePage } from '@thesis/places';
import { OURS } from '../our-organisations.ts';

/** Where the charity receives food. */
export default function NgoPlacePage() {
  return <PlacePage owner="ngo" refreshes={[OURS]} then="/ngo/intake" />;
}

import { PlacePage } from '@thesis/places';

/** Where the charity receives food. */
export default function NgoPlacePage() {
  return <PlacePage owner="ngo" refreshes={[['our-organisations']]} then="/ngo/intake" />;
}

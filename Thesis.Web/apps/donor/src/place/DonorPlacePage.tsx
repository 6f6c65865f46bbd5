import { PlacePage } from '@thesis/places';
import { PLACES_KEY } from '../post/use-places.ts';

/** Where the donor's food is picked up. */
export default function DonorPlacePage() {
  return <PlacePage owner="donor" refreshes={[PLACES_KEY]} then="/donor/post" />;
}

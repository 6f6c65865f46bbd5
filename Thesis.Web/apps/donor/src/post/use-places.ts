import { allPages, useQuery } from '@thesis/api';
import { listDonors } from '@thesis/calls';

export const PLACES_KEY = ['my-places'];

/** The places that the user may post for, by name. */
export const usePlaces = () =>
  useQuery({
    queryKey: PLACES_KEY,
    queryFn: async () => [...(await allPages((query) => listDonors({ query: { mine: true, ...query } })))].sort((a, b) => a.name.localeCompare(b.name)),
    staleTime: 5 * 60_000,
  });

import { allPages, useQuery } from '@thesis/api';
import { getNgoQueryKey, listNgos, type NgoResponse } from '@thesis/calls';
import { useSearchParams } from '@thesis/portal';

/** The charities that the user acts for. */
export const OURS = ['our-organisations'];

export const useOurs = () => useQuery({ queryKey: OURS, queryFn: () => allPages((page) => listNgos({ query: { mine: true, ...page } })) });

/** The reads that a change of a charity makes stale. */
export const ngoChanged = (id: string) => [OURS, getNgoQueryKey({ path: { id } })];

/** The charity that `?of=` names, or the first; and how to choose another. */
export function useChosen(ours: readonly NgoResponse[] | undefined): readonly [NgoResponse | undefined, (id: string) => void] {
  const [search, setSearch] = useSearchParams();
  const chosen = ours?.find((ngo) => ngo.id === search.get('of')) ?? ours?.[0];
  return [chosen, (id) => setSearch((old) => {
    old.set('of', id);
    return old;
  })];
}

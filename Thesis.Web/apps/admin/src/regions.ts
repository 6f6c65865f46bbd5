import { useQuery } from '@thesis/api';
import { listAllocationRuns, listNgos } from '@thesis/calls';
import { usePrefer, usePreferences, useSearchParams } from '@thesis/portal';

/** The regions that something is in, as far as the newest runs and charities name them, by name. */
export const useRegions = () =>
  useQuery({
    queryKey: ['regions'],
    queryFn: async () => {
      const [runs, ngos] = await Promise.all([listAllocationRuns({ query: { pageSize: 200 } }), listNgos({ query: { pageSize: 200 } })]);
      const names = new Set([...runs.data.items.map((run) => run.region), ...ngos.data.items.map((ngo) => ngo.place.region)]);
      return [...names].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
    },
    staleTime: 60_000,
  });

/** The region looked at: the address says it, or the last one chosen on this device. */
export function useRegion(regions: readonly string[] | undefined): [region: string | null, choose: (region: string) => void] {
  const [search, setSearch] = useSearchParams();
  const { region: last } = usePreferences();
  const prefer = usePrefer();
  const region = search.get('region') ?? (last && regions?.includes(last) ? last : null) ?? regions?.[0] ?? null;
  return [
    region,
    (chosen) => {
      prefer({ region: chosen });
      setSearch((old) => {
        old.set('region', chosen);
        old.delete('chosen');
        return old;
      });
    },
  ];
}

/** "los-angeles" as people write it. */
export const nameOf = (region: string): string => region.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');

import { allPages, useQuery } from '@thesis/api';
import { listRegions, type RegionResponse } from '@thesis/calls';
import { usePrefer, usePreferences, useSearchParams } from '@thesis/portal';

/** Every region, by name. */
export const useRegions = () =>
  useQuery({
    queryKey: ['regions'],
    queryFn: async () => [...(await allPages((page) => listRegions({ query: page })))].sort((a, b) => titleOf(a).localeCompare(titleOf(b))),
    staleTime: 60_000,
  });

/** The region looked at: the address says it, or the last one chosen on this device. */
export function useRegion(regions: readonly RegionResponse[] | undefined): [region: string | null, choose: (region: string) => void] {
  const [search, setSearch] = useSearchParams();
  const { region: last } = usePreferences();
  const prefer = usePrefer();
  const known = (wanted: string | null) => (wanted && regions?.some(({ region }) => region === wanted) ? wanted : null);
  const region = search.get('region') ?? known(last) ?? regions?.[0]?.region ?? null;
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

/** A region's name; while nobody has stated it, its short name. */
export const titleOf = ({ region, name }: Pick<RegionResponse, 'region' | 'name'>): string => (name === '' || name === region ? nameOf(region) : name);

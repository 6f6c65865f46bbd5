import { useQuery } from '@thesis/api';
import { getRegionOptions } from '@thesis/calls';

const HOUR_MS = 3_600_000;

/** A region: its name, its time zone, its holidays. Undefined asks for none. */
export const useRegion = (region: string | undefined) =>
  useQuery({ ...getRegionOptions({ path: { region: region ?? '' } }), enabled: region !== undefined && region !== '', staleTime: HOUR_MS });

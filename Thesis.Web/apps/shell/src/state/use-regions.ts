import { useQuery } from '@tanstack/react-query';
import { latestRuns, myDonors, myDriver, myNgos, type SignedInUser } from '@thesis/api';

async function regionsOf(user: SignedInUser): Promise<readonly string[]> {
  const has = (...roles: string[]) => user.roles.some((role) => roles.includes(role));
  if (has('dispatcher', 'admin')) return unique((await latestRuns()).map((run) => run.region));
  if (has('donor')) return unique((await myDonors()).map((donor) => donor.place.region));
  if (has('ngo')) return unique((await myNgos()).map((ngo) => ngo.place.region));
  if (has('driver')) return [(await myDriver()).region];
  return [];
}

const unique = (regions: readonly string[]): readonly string[] => [...new Set(regions)];

/** The regions that concern the user, the most recent first. */
export const useRegions = (user: SignedInUser) => useQuery({ queryKey: ['regions', user.subject], queryFn: () => regionsOf(user) });

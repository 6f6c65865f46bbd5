import { useQuery } from '@thesis/api';
import { loadPortal } from './load-portal.ts';
import type { PortalName } from './portals.ts';

/** A portal's code; null asks for none. */
export const usePortal = (name: PortalName | null) =>
  useQuery({
    queryKey: ['portal', name],
    queryFn: () => loadPortal(name as PortalName),
    enabled: name !== null,
    staleTime: Infinity,
    gcTime: Infinity,
    retry: 1,
    // Code is no JSON: nothing of it is compared.
    structuralSharing: false,
  });

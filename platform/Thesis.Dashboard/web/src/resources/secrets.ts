import { useQuery } from '@tanstack/react-query';
import { fetchSecrets } from '../api/dashboard.ts';
import type { NamedValue } from '../api/types.ts';

export interface Secrets {
  readonly environment: ReadonlyMap<string, string | null>;
  readonly properties: ReadonlyMap<string, string | null>;
}

const toMap = (values: readonly NamedValue[]) => new Map(values.map((one) => [one.name, one.value]));

/** The unmasked values of a resource, fetched only once somebody asks to see one: the server records that. */
export function useSecrets(name: string, wanted: boolean) {
  return useQuery({
    queryKey: ['secrets', name],
    queryFn: async (): Promise<Secrets> => {
      const secrets = await fetchSecrets(name);
      return { environment: toMap(secrets.environment), properties: toMap(secrets.properties) };
    },
    enabled: wanted,
    staleTime: 0,
    gcTime: 0,
  });
}

import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, isRefusal } from './api-error.ts';

const RETRIES = 3;

/** One place for what happens to reads: how long they are fresh, which are tried again, and who hears that the session ended. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof ApiError && error.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // Without a network the last answer stays on the screen.
        networkMode: 'offlineFirst',
        // What the server refused will be refused again; what it could not answer may pass.
        retry: (failures, error) => failures < RETRIES && !isRefusal(error) && !(error instanceof ApiError && error.status === 401),
      },
      mutations: { networkMode: 'always' },
    },
  });
}

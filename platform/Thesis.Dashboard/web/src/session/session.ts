import { useQuery, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { fetchApplication, logout } from '../api/dashboard.ts';
import { ApiError, onSignedOut } from '../api/http.ts';
import type { Application } from '../api/types.ts';

const APPLICATION = ['application'];
const AWAY_RETRY_MS = 3_000;
/** A restarted AppHost is a new run: noticed within this time even on a page without a stream. */
const LOOK_AGAIN_MS = 30_000;

export type Session =
  | { readonly state: 'asking' }
  | { readonly state: 'anonymous'; readonly ended: boolean; readonly refresh: () => void }
  | { readonly state: 'unreachable'; readonly error: Error; readonly refresh: () => void }
  | { readonly state: 'signed-in'; readonly application: Application; readonly signOut: () => void };

/** Who is there: asked of the server, which alone knows whether the cookie is good. */
export function useSession(client: QueryClient): Session {
  const [signedOut, setSignedOut] = useState(false);
  const query = useQuery({
    queryKey: APPLICATION,
    queryFn: ({ signal }) => fetchApplication(signal),
    enabled: !signedOut,
    retry: false,
    refetchInterval: (q) => (q.state.error && !(q.state.error instanceof ApiError && q.state.error.status === 401) ? AWAY_RETRY_MS : LOOK_AGAIN_MS),
  });
  const [hadSession, setHadSession] = useState(false);
  if (query.data && !hadSession) setHadSession(true);

  useEffect(() => onSignedOut(() => setSignedOut(true)), []);

  const refresh = useCallback(() => {
    setSignedOut(false);
    void client.resetQueries();
  }, [client]);

  const signOut = useCallback(() => {
    void logout().finally(() => {
      setHadSession(false);
      setSignedOut(true);
      client.clear();
    });
  }, [client]);

  if (signedOut || (query.error instanceof ApiError && query.error.status === 401)) return { state: 'anonymous', ended: hadSession, refresh };
  if (query.data) return { state: 'signed-in', application: query.data, signOut };
  if (query.error) return { state: 'unreachable', error: query.error, refresh };
  return { state: 'asking' };
}

import { ApiError, getUser, useQuery } from '@thesis/api';
import { connected, forgetKept, keepUser, keptUser, store, type SignedInUser } from '@thesis/portal';
import { useEffect, useState } from 'react';
import { onSignedIn } from './sign-in.ts';

export type Session =
  | { readonly state: 'asking' | 'anonymous' | 'unreachable'; readonly user: null }
  | { readonly state: 'signed-in'; readonly user: SignedInUser };

const LOOK_AGAIN_MS = 60_000;
const TRY_AGAIN_MS = 5_000;

const isAnonymous = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

/**
 * Who is signed in. Somebody who once was stays on their page: without a network, and when the session has ended. A page that
 * is opened without a network is that of whoever was signed in last; the server still decides about everything it is asked.
 */
export function useSession(): Session {
  const [last] = useState(keptUser);
  const { data: user, error, refetch } = useQuery({
    queryKey: ['user'],
    queryFn: ({ signal }) => getUser(signal),
    retry: false,
    refetchInterval: (query) => (query.state.error && !isAnonymous(query.state.error) ? TRY_AGAIN_MS : LOOK_AGAIN_MS),
  });

  useEffect(() => {
    if (user && !error) {
      store.dispatch(connected({ signedOut: false }));
      keepUser(user);
    }
    // Opened without a session: nothing of the last one is left for whoever comes next.
    if (!user && isAnonymous(error)) forgetKept();
  }, [user, error]);

  useEffect(() => onSignedIn(async () => {
    const { data: now } = await refetch();
    // Another person's page must not go on with this one's data.
    if (user && now && now.subject !== user.subject) location.assign('/');
  }), [refetch, user]);

  if (user) return { state: 'signed-in', user };
  if (!error) return { state: 'asking', user: null };
  if (last && !isAnonymous(error)) return { state: 'signed-in', user: last };
  return { state: isAnonymous(error) ? 'anonymous' : 'unreachable', user: null };
}

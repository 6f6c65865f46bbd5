import { useQuery } from '@tanstack/react-query';
import { ApiError, getUser, type SignedInUser } from '@thesis/api';

export type Session =
  | { readonly state: 'asking' | 'anonymous' | 'unreachable' }
  | { readonly state: 'signed-in'; readonly user: SignedInUser };

const LOOK_AGAIN_MS = 60_000;
const TRY_AGAIN_MS = 5_000;

/** Who is signed in; notices when the session has ended. */
export function useSession(): Session {
  const user = useQuery({
    queryKey: ['user'],
    queryFn: getUser,
    retry: false,
    refetchInterval: (query) => (query.state.error && !isAnonymous(query.state.error) ? TRY_AGAIN_MS : LOOK_AGAIN_MS),
  });
  if (user.error) return { state: isAnonymous(user.error) ? 'anonymous' : user.data ? 'asking' : 'unreachable' };
  return user.data ? { state: 'signed-in', user: user.data } : { state: 'asking' };
}

const isAnonymous = (error: Error): boolean => error instanceof ApiError && error.status === 401;

export const signIn = (): void => {
  location.assign(`/bff/login?returnUrl=${encodeURIComponent(location.pathname + location.search.replace(/[?&]login=failed/, ''))}`);
};

import { useQueryClient } from '@thesis/api';
import type { SignedInUser } from '@thesis/portal';
import { useTopic } from '@thesis/realtime';

/**
 * Listens to the user's own topic for as long as the page is open, so that screens find it joined. Whatever happens there makes
 * what was read before stale: a screen that is on reads it anew by itself, the others do when they are opened again.
 */
export function useWatch(user: SignedInUser | null): void {
  const queries = useQueryClient();
  const stale = () => void queries.invalidateQueries({ refetchType: 'none', predicate: ({ queryKey: [first] }) => first !== 'portal' && first !== 'user' });
  useTopic(user && `user:${user.subject}`, { onMessage: (message) => void (message.type.startsWith('chat.') || stale()), onResync: stale });
}

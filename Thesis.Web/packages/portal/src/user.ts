import { createContext, useContext } from 'react';

export interface SignedInUser {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly logoutUrl: string;
}

export const UserContext = createContext<SignedInUser | null>(null);

/** Who is signed in; null for a visitor. */
export const useVisitor = (): SignedInUser | null => useContext(UserContext);

/** Who is signed in. Portals other than the public one are shown to nobody else. */
export function useUser(): SignedInUser {
  const user = useContext(UserContext);
  if (!user) throw new Error('This screen needs somebody who is signed in.');
  return user;
}

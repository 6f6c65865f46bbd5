import type { SignedInUser } from './user.ts';

// Everything under this prefix is personal and goes when its owner signs out or somebody else signs in.
const PREFIX = 'thesis.kept.';
const USER = `${PREFIX}user`;

interface Kept<T> {
  readonly owner: string;
  /** When it was read from the server, in Unix ms. */
  readonly at: number;
  readonly data: T;
}

const read = <T>(key: string): Kept<T> | null => JSON.parse(localStorage.getItem(key) ?? 'null') as Kept<T> | null;

/** Keeps an answer on the device, for times without a network. */
export const keep = <T>(owner: string, name: string, data: T): void => {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ owner, at: Date.now(), data } satisfies Kept<T>));
  } catch {
    // The device is full: without a network this list will be missing.
    localStorage.removeItem(PREFIX + name);
  }
};

/** The last answer kept under a name; null when there is none, or when it is somebody else's. */
export function kept<T>(owner: string, name: string): { readonly data: T; readonly at: number } | null {
  const found = read<T>(PREFIX + name);
  return found?.owner === owner ? found : null;
}

/** Who was signed in last on this device, so that the page opens without a network. */
export const keptUser = (): SignedInUser | null => read<SignedInUser>(USER)?.data ?? null;

/** Remembers who is signed in; what was kept for somebody else is forgotten. */
export function keepUser(user: SignedInUser): void {
  if (keptUser()?.subject !== user.subject) forgetKept();
  keep(user.subject, 'user', user);
}

/** Forgets everything that was kept for whoever was signed in. */
export function forgetKept(): void {
  Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => localStorage.removeItem(key));
}

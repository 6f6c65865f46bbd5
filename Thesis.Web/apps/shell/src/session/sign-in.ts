/** Where a window that was opened only to sign in comes back to. */
export const SIGNED_IN_PATH = '/signed-in';

const channel = new BroadcastChannel('thesis.session');

/** Goes to the sign-in and comes back to this address. */
export const signIn = (): void => {
  const here = new URL(location.href);
  here.searchParams.delete('login');
  location.assign(`/bff/login?returnUrl=${encodeURIComponent(here.pathname + here.search)}`);
};

/** Signs in beside the page, which stays as it is. */
export const signInBeside = (): void => void open(`/bff/login?returnUrl=${encodeURIComponent(SIGNED_IN_PATH)}`, '_blank', 'popup,width=520,height=720');

/** Tells the other windows that there is a session again. */
export const tellSignedIn = (): void => channel.postMessage('signed-in');

export function onSignedIn(listener: () => void): () => void {
  channel.addEventListener('message', listener);
  return () => channel.removeEventListener('message', listener);
}

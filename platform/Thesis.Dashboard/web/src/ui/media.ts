import { useSyncExternalStore } from 'react';

export const PHONE = '(max-width: 760px)';

/** Whether a media query matches at the moment. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}

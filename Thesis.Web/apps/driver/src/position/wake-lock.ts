import { useEffect } from 'react';

/** Keeps the screen on while something is shown, where the device can; the lock ends whenever the page is hidden. */
export function useScreenOn(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !('wakeLock' in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let ended = false;
    const take = async () => {
      if (document.visibilityState !== 'visible') return;
      // Refused on a low battery: then the screen goes off as usual.
      lock = await navigator.wakeLock.request('screen').catch(() => null);
      if (ended) await lock?.release();
    };
    void take();
    document.addEventListener('visibilitychange', take);
    return () => {
      ended = true;
      document.removeEventListener('visibilitychange', take);
      void lock?.release();
    };
  }, [wanted]);
}

import { useConnection, useSearch } from '@thesis/portal';
import { Box, Notice } from '@thesis/ui';
import { useEffect, useState } from 'react';
import { useText } from '../text.ts';

const PATIENCE_MS = 3_000;

/** What the whole page must say: no network, or live updates interrupted for more than a moment. */
export function Banners() {
  const text = useText();
  const { online, live } = useConnection();
  const interrupted = useFor(live === 'reconnecting', PATIENCE_MS);
  // The door comes back with this when signing in did not work.
  const refused = new URLSearchParams(useSearch()).get('login') === 'failed';
  const message = !online ? text('offline') : interrupted ? text('reconnecting') : refused ? text('signInFailed') : null;
  return message === null ? null : (
    <Box mb="md">
      <Notice tone="warn">{message}</Notice>
    </Box>
  );
}

/** True once something has held for so long. */
function useFor(holds: boolean, ms: number): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!holds) return;
    const timer = setTimeout(() => setLong(true), ms);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [holds, ms]);
  return holds && long;
}

import { useQueryClient, type QueryKey } from '@thesis/api';
import { createContext, useContext, useEffect, useRef } from 'react';
import type { Live } from './live.ts';
import type { LiveMessage } from './live-connection.ts';

export const LiveContext = createContext<Live | null>(null);

interface TopicOptions {
  readonly onMessage?: (message: LiveMessage) => void;
  /** The topic's state may have changed unseen: read it anew. */
  readonly onResync?: () => void;
}

/** Listens to a topic while the component is shown; null listens to nothing. */
export function useTopic(topic: string | null, options: TopicOptions): void {
  const live = useContext(LiveContext);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    if (!live || topic === null) return;
    return live.listen(topic, {
      onMessage: (message) => latest.current.onMessage?.(message),
      onResync: () => latest.current.onResync?.(),
    });
  }, [live, topic]);
}

const GATHER_MS = 150;

/** Reads lists anew when something happens on a topic; a burst of messages is one reading. */
export function useLiveRefresh(topic: string | null, keys: readonly QueryKey[], onMessage?: (message: LiveMessage) => void): void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refresh = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      keys.forEach((queryKey) => void queries.invalidateQueries({ queryKey }));
    }, GATHER_MS);
  };
  useTopic(topic, {
    onMessage: (message) => {
      onMessage?.(message);
      refresh();
    },
    onResync: refresh,
  });
}

import { useQueryClient, type QueryKey } from '@thesis/api';
import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react';
import type { Live } from './live.ts';
import type { LiveMessage } from './live-connection.ts';

export const LiveContext = createContext<Live | null>(null);

interface TopicOptions {
  readonly onMessage?: (message: LiveMessage) => void;
  /** The topic's state may have changed unseen: read it anew. */
  readonly onResync?: () => void;
  /** Who looks at the topic, the user's own name included. Whoever asks is shown to the others. */
  readonly onPresent?: (names: readonly string[]) => void;
}

/** Listens to a topic while the component is shown; null listens to nothing. */
export function useTopic(topic: string | null, options: TopicOptions): void {
  const live = useContext(LiveContext);
  const latest = useRef(options);
  const isPresent = options.onPresent !== undefined;
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    if (!live || topic === null) return;
    return live.listen(topic, {
      onMessage: (message) => latest.current.onMessage?.(message),
      onResync: () => latest.current.onResync?.(),
      ...(isPresent ? { onPresent: (names: readonly string[]) => latest.current.onPresent?.(names) } : {}),
    });
  }, [live, topic, isPresent]);
}

const GATHER_MS = 150;

/** Reads lists anew when something happens on a topic; a burst of messages is one reading. A message for which `onMessage` answers false changes none of them. */
export function useLiveRefresh(topic: string | null, keys: readonly QueryKey[], onMessage?: (message: LiveMessage) => boolean | void): void {
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
      // What people write to each other changes no list but their own, which listens for itself.
      if (message.type.startsWith('chat.')) return;
      if (onMessage?.(message) !== false) refresh();
    },
    onResync: refresh,
  });
}

const TYPES_FOR_MS = 5_000;
const SAY_EVERY_MS = 2_000;

/** Who types in a conversation at the moment, by their ids; and how to say that the user does. */
export function useTyping(conversation: string): readonly [people: readonly string[], type: () => void] {
  const live = useContext(LiveContext);
  const [until, setUntil] = useState<ReadonlyMap<string, number>>(new Map());
  const said = useRef(0);
  useEffect(() => {
    if (!live) return;
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const forget = () => setUntil((old) => new Map([...old].filter(([, end]) => end > Date.now())));
    const end = live.listenTyping((where, person) => {
      if (where !== conversation) return;
      setUntil((old) => new Map(old).set(person, Date.now() + TYPES_FOR_MS));
      timers.add(setTimeout(forget, TYPES_FOR_MS + 50));
    });
    return () => {
      end();
      timers.forEach(clearTimeout);
    };
  }, [live, conversation]);
  const type = useCallback(() => {
    if (Date.now() - said.current < SAY_EVERY_MS) return;
    said.current = Date.now();
    live?.type(conversation);
  }, [live, conversation]);
  return [[...until.keys()], type];
}

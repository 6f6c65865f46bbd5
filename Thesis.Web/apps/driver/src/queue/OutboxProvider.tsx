import { useQueryClient } from '@thesis/api';
import { useUser } from '@thesis/portal';
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { DRIVER, DRIVES, OFFERS } from '../queries.ts';
import { sendAction, type Bodies, type Kind } from './driver-actions.ts';
import { Outbox, type Action } from '@thesis/outbox';

const OutboxContext = createContext<Outbox | null>(null);

/** Gives the screens the driver's outbox, and reads anew what a sent action has changed. */
export function OutboxProvider({ children }: { readonly children: ReactNode }) {
  const user = useUser();
  const queries = useQueryClient();
  const [outbox, setOutbox] = useState<Outbox | null>(null);
  useEffect(() => {
    const made = new Outbox('thesis.outbox', user.subject, async (action) => {
      await sendAction(action);
      await Promise.all([DRIVER, DRIVES, OFFERS].map((queryKey) => queries.invalidateQueries({ queryKey })));
    });
    setOutbox(made);
    return () => made.close();
  }, [user.subject, queries]);
  return outbox && <OutboxContext value={outbox}>{children}</OutboxContext>;
}

export interface DriverOutbox {
  readonly actions: readonly Action[];
  readonly act: <K extends Kind>(kind: K, subject: string, title: string, body: Bodies[K]) => void;
  readonly retry: (action: Action) => void;
  readonly discard: (action: Action) => void;
}

/** What is not sent yet, and how to add to it. */
export function useOutbox(): DriverOutbox {
  const outbox = useContext(OutboxContext);
  if (!outbox) throw new Error('There is no outbox around this component.');
  const actions = useSyncExternalStore(outbox.subscribe, outbox.get);
  return {
    actions,
    act: (kind, subject, title, body) => void outbox.add({ kind, subject, title, body }),
    retry: (action) => void outbox.retry(action),
    discard: (action) => void outbox.discard(action),
  };
}

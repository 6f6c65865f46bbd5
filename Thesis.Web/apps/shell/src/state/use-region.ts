import { donationsOf, donorPoints, driversOf, ngoPoints, ordersOf, type SignedInUser } from '@thesis/api';
import { LiveConnection, type ConnectionState } from '@thesis/realtime';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { RegionState, type Snapshot } from './region-state.ts';

export interface LiveRegion {
  readonly snapshot: Snapshot;
  readonly connection: ConnectionState;
  /** Why live updates or lists are missing; undefined when all is well. */
  readonly problem: string | undefined;
  readonly loaded: boolean;
}

const watchesRegion = (user: SignedInUser): boolean => user.roles.some((role) => role === 'dispatcher' || role === 'admin');

/** Reads the state; called again whenever messages may have been missed. */
async function load(state: RegionState, all: boolean): Promise<void> {
  const places = Promise.all([donorPoints(state.region), ngoPoints(state.region)]).then(([donors, ngos]) => state.setPlaces(donors, ngos));
  const donations = donationsOf(state.region).then((items) => state.addDonations(items));
  const orders = ordersOf(state.region).then((items) => state.addOrders(items));
  const drivers = all ? driversOf(state.region).then((items) => state.addDrivers(items)) : undefined;
  await Promise.all([places, donations, orders, drivers]);
}

/** A region, live, as far as the user may see it. */
export function useRegion(region: string, user: SignedInUser): LiveRegion {
  const state = useMemo(() => new RegionState(region), [region]);
  const [connection, setConnection] = useState<ConnectionState>('connecting');
  const [problem, setProblem] = useState<string>();
  const [loaded, setLoaded] = useState(false);
  const snapshot = useSyncExternalStore(state.subscribe, state.snapshot);
  const all = watchesRegion(user);

  useEffect(() => {
    const live = new LiveConnection('/hubs/live', setConnection);
    const refresh = () =>
      load(state, all).then(
        () => {
          setProblem(undefined);
          setLoaded(true);
        },
        (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
      );
    live.subscribe(all ? `region:${region}` : `user:${user.subject}`, {
      onMessage: (message) => state.apply(message),
      onResync: () => void refresh(),
      onRefused: setProblem,
    });
    void refresh();
    void live.start();
    return () => void live.stop();
  }, [state, region, all, user.subject]);

  return { snapshot, connection, problem, loaded };
}

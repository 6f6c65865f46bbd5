import type { QueryKey } from '@thesis/api';
import { useLiveRefresh, type LiveMessage } from '@thesis/realtime';

/** Where a driver is, several times a minute for each: it changes no list. */
const POSITION = 'driver.location.updated';

export interface Position {
  readonly latitude: number;
  readonly longitude: number;
  readonly time: string;
}

/** Reads lists anew when something happens in a region; drivers' positions go to `onMoved` alone. */
export function useRegionRefresh(region: string | null, keys: readonly QueryKey[], onMoved?: (driverId: string, last: Position) => void): void {
  useLiveRefresh(region === null ? null : `region:${region}`, keys, (message) => {
    if (message.type !== POSITION) return true;
    const { driverId, positions } = (message as LiveMessage<{ driverId: string; positions: readonly Position[] }>).data;
    const last = positions.at(-1);
    if (last) onMoved?.(driverId, last);
    return false;
  });
}

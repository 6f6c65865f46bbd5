import { useUser } from '@thesis/portal';
import { useEffect, useSyncExternalStore } from 'react';
import { positions, type PositionState } from './position-stream.ts';

/** Where the driver is, as far as the device says. */
export const usePosition = (): PositionState => useSyncExternalStore(positions.subscribe, positions.get);

/** Streams the driver's positions while they are on shift. */
export function usePositionStream(onShift: boolean): void {
  const { subject } = useUser();
  useEffect(() => {
    if (onShift) positions.start(subject);
    else positions.stop();
  }, [onShift, subject]);
}

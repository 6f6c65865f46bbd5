import { useLocalStorage, useMantineColorScheme } from '@thesis/ui';
import { useNow } from '@thesis/portal';
import { useEffect } from 'react';

const DUSK_HOUR = 19;
const DAWN_HOUR = 6;

const isNight = (now: number): boolean => {
  const hour = new Date(now).getHours();
  return hour >= DUSK_HOUR || hour < DAWN_HOUR;
};

/** Whether the driver wants dark colours at night, whatever the device does. */
export const useNightPreference = () => useLocalStorage({ key: 'thesis.driver.night', defaultValue: false, getInitialValueInEffect: false });

/** Dark from 19:00 to 6:00 while driving, when the driver wants it; afterwards as the device says. */
export function useNightColours(): void {
  const [wanted] = useNightPreference();
  const night = isNight(useNow(60_000));
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (!wanted || !night) return;
    setColorScheme('dark');
    return () => setColorScheme('auto');
  }, [wanted, night, setColorScheme]);
}

import { formatsOf, localeOf, type Formats } from '@thesis/i18n';
import { useEffect, useMemo, useState } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { prefer, type AppState, type Connection, type Preferences } from './store.ts';

export const usePreferences = (): Preferences => useSelector((state: AppState) => state.preferences);
export const useConnection = (): Connection => useSelector((state: AppState) => state.connection);

/** Changes what the user set for this device. */
export function usePrefer(): (change: Partial<Preferences>) => void {
  const dispatch = useDispatch();
  return (change) => dispatch(prefer(change));
}

/** Weights, numbers and times in the user's language and unit; in a region's time zone when it is given. */
export function useFormats(timeZone?: string): Formats {
  const { language, weightUnit } = usePreferences();
  return useMemo(() => formatsOf(localeOf(language, navigator.languages), weightUnit, timeZone), [language, weightUnit, timeZone]);
}

/** The user's language as their own country writes it, for times and numbers: British English has no 7 PM. */
export const useLocale = (): string => localeOf(usePreferences().language, navigator.languages);

/** The time now, in Unix ms, drawn anew every so often. */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

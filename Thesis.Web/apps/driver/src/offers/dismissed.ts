import { useLocalStorage } from '@thesis/ui';

type Dismissed = Readonly<Record<string, number>>;

/** Offers that the driver does not want to see, on this device, until their pickup is over. */
export function useDismissed(owner: string) {
  const [all, setAll] = useLocalStorage<Dismissed>({ key: `thesis.dismissed.${owner}`, defaultValue: {}, getInitialValueInEffect: false });
  return {
    has: (id: string): boolean => id in all,
    dismiss: (id: string, until: string): void =>
      setAll((old) => ({ ...Object.fromEntries(Object.entries(old).filter(([, end]) => end > Date.now())), [id]: Date.parse(until) })),
    restore: (...ids: readonly string[]): void => setAll((old) => Object.fromEntries(Object.entries(old).filter(([id]) => !ids.includes(id)))),
  };
}

import { useSearchParams } from '@thesis/portal';

/** What is chosen on a screen, as its address says it. `put` changes several at once; an empty value is left out. */
export function useAddress(): readonly [of: (name: string) => string, put: (values: Readonly<Record<string, string>>, how?: { readonly replace?: boolean }) => void] {
  const [search, setSearch] = useSearchParams();
  return [
    (name) => search.get(name) ?? '',
    (values, { replace = true } = {}) => setSearch((old) => {
      for (const [name, value] of Object.entries(values)) {
        if (value === '') old.delete(name);
        else old.set(name, value);
      }
      return old;
    }, { replace }),
  ];
}

import { useCallback, useMemo, useSyncExternalStore } from 'react';

const MOVED = 'dashboard:moved';

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener);
  addEventListener(MOVED, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(MOVED, listener);
  };
}

export function navigate(to: string, options: { readonly replace?: boolean } = {}): void {
  if (to === location.pathname + location.search) return;
  if (options.replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  dispatchEvent(new Event(MOVED));
}

export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname);
}

export type SearchChange = Readonly<Record<string, string | readonly string[] | null | undefined>>;

/** The query with some parameters replaced; null, undefined and '' remove one. */
export function changeSearch(search: string, change: SearchChange): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    params.delete(name);
    if (value === null || value === undefined || value === '') continue;
    if (typeof value === 'string') params.set(name, value);
    else for (const one of value) params.append(name, one);
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

/** The address's query and a function that changes some of it. Filters live here, so that a view can be shared and bookmarked. */
export function useSearch(): [URLSearchParams, (change: SearchChange, options?: { readonly replace?: boolean }) => void] {
  const search = useSyncExternalStore(subscribe, () => location.search);
  const params = useMemo(() => new URLSearchParams(search), [search]);
  const update = useCallback((change: SearchChange, options: { readonly replace?: boolean } = { replace: true }) => {
    navigate(location.pathname + changeSearch(location.search, change), options);
  }, []);
  return [params, update];
}

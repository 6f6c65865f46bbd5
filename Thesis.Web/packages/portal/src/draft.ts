import { useEffect, useState } from 'react';

/** A form's state that outlives a reload of the tab; `clear` forgets it. The key names the form, and the user when it is personal. */
export function useDraft<T>(key: string, initial: T): [draft: T, change: (part: Partial<T>) => void, clear: (to?: T) => void] {
  const stored = `thesis.draft.${key}`;
  const [draft, setDraft] = useState<T>(() => {
    const found = sessionStorage.getItem(stored);
    return found === null ? initial : { ...initial, ...(JSON.parse(found) as T) };
  });
  useEffect(() => sessionStorage.setItem(stored, JSON.stringify(draft)), [stored, draft]);
  return [draft, (part) => setDraft((old) => ({ ...old, ...part })), (to = initial) => setDraft(to)];
}

import { useCallback, useState } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'dashboard.theme';
const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };

function stored(): Theme {
  const value = localStorage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** The chosen theme, kept in this browser; `system` follows the computer's. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState(stored);
  const turn = useCallback(() => {
    setTheme((old) => {
      const chosen = NEXT[old];
      if (chosen === 'system') {
        localStorage.removeItem(KEY);
        delete document.documentElement.dataset.theme;
      } else {
        localStorage.setItem(KEY, chosen);
        document.documentElement.dataset.theme = chosen;
      }
      return chosen;
    });
  }, []);
  return [theme, turn];
}

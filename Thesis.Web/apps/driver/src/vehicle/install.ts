import { useEffect, useState } from 'react';

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

let offered: InstallPrompt | null = null;
const listeners = new Set<() => void>();

// The browser offers it once, perhaps long before somebody looks at the screen that shows it.
addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  offered = event as InstallPrompt;
  listeners.forEach((listener) => listener());
});

/** Puts the app on the home screen; null while the browser does not offer it. */
export function useInstall(): (() => void) | null {
  const [prompt, setPrompt] = useState(offered);
  useEffect(() => {
    const listener = () => setPrompt(offered);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  if (!prompt) return null;
  return () => {
    offered = null;
    void prompt.prompt();
    listeners.forEach((listener) => listener());
  };
}

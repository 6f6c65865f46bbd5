import type { ReactNode } from 'react';

let wanted = false;
const listeners = new Set<() => void>();

/** Whether a toast was ever asked for: only then is what draws them fetched. */
export const toastsWanted = {
  get: (): boolean => wanted,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Says in passing that something was done or not; announced to screen readers. */
export async function toast(message: ReactNode, tone: 'good' | 'bad' = 'good'): Promise<void> {
  wanted = true;
  listeners.forEach((listener) => listener());
  const { notifications } = await import('@mantine/notifications');
  notifications.show({ message, color: tone === 'good' ? 'leaf' : 'red', autoClose: tone === 'good' ? 5000 : 10_000, role: tone === 'good' ? 'status' : 'alert', closeButtonProps: { 'aria-label': '×' } });
}

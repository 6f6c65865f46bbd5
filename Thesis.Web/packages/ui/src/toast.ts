import type { ReactNode } from 'react';

/** Says in passing that something was done or not; announced to screen readers. */
export async function toast(message: ReactNode, tone: 'good' | 'bad' = 'good'): Promise<void> {
  const { notifications } = await import('@mantine/notifications');
  notifications.show({ message, color: tone === 'good' ? 'leaf' : 'red', autoClose: tone === 'good' ? 5000 : 10_000, role: tone === 'good' ? 'status' : 'alert', closeButtonProps: { 'aria-label': '×' } });
}

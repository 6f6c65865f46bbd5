import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

/** Says in passing that something was done; announced to screen readers. */
export const toast = (message: ReactNode, tone: 'good' | 'bad' = 'good'): void => {
  notifications.show({ message, color: tone === 'good' ? 'leaf' : 'red', autoClose: tone === 'good' ? 5000 : 10_000, role: tone === 'good' ? 'status' : 'alert' });
};

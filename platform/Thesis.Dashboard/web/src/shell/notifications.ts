import { createContext, useContext } from 'react';

export type NotificationKind = 'success' | 'error' | 'progress';

export interface Notification {
  readonly id: number;
  readonly kind: NotificationKind;
  readonly title: string;
  readonly text?: string | undefined;
  readonly at: number;
  /** What a command answered, to be looked at. */
  readonly result?: string | undefined;
}

export interface NotificationsApi {
  readonly all: readonly Notification[];
  /** Ids of those still shown over the page. */
  readonly fresh: readonly number[];
  /** Adds a notification and returns its id; given the id of an earlier one, replaces that. */
  readonly notify: (kind: NotificationKind, title: string, text?: string, replaces?: number, result?: string) => number;
  readonly dismiss: (id: number) => void;
  readonly clear: () => void;
}

export const NotificationsContext = createContext<NotificationsApi | null>(null);

export function useNotifications(): NotificationsApi {
  const api = useContext(NotificationsContext);
  if (!api) throw new Error('useNotifications is used outside of NotificationsProvider.');
  return api;
}

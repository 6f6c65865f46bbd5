import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Popover } from '../ui/Popover.tsx';
import { Time } from '../ui/Time.tsx';
import { TextViewer } from '../ui/Values.tsx';
import { NotificationsContext, useNotifications, type Notification, type NotificationKind } from './notifications.ts';
import { t } from '../language/language.ts';

const KEPT = 100;
const SHOWN_MS = 6_000;
const SHOWN_AT_ONCE = 4;

export function NotificationsProvider({ children }: { readonly children: ReactNode }) {
  const [all, setAll] = useState<readonly Notification[]>([]);
  const [fresh, setFresh] = useState<readonly number[]>([]);
  const next = useRef(1);

  const dismiss = useCallback((id: number) => setFresh((ids) => ids.filter((one) => one !== id)), []);
  const notify = useCallback((kind: NotificationKind, title: string, text?: string, replaces?: number, result?: string) => {
    const id = replaces ?? next.current++;
    const made: Notification = { id, kind, title, text, result, at: Date.now() };
    setAll((old) => [made, ...old.filter((one) => one.id !== id)].slice(0, KEPT));
    setFresh((ids) => [...ids.filter((one) => one !== id), id].slice(-SHOWN_AT_ONCE));
    return id;
  }, []);
  const clear = useCallback(() => {
    setAll([]);
    setFresh([]);
  }, []);
  const api = useMemo(() => ({ all, fresh, notify, dismiss, clear }), [all, fresh, notify, dismiss, clear]);
  return <NotificationsContext value={api}>{children}</NotificationsContext>;
}

/** What just happened, over the page; an error stays until it is closed. */
export function Toasts() {
  const { all, fresh, dismiss } = useNotifications();
  return (
    <div className="toasts" role="status" aria-live="polite">
      {all
        .filter((one) => fresh.includes(one.id))
        .map((one) => (
          <Toast key={`${one.id}-${one.kind}`} notification={one} onClose={dismiss} />
        ))}
    </div>
  );
}

function Toast({ notification, onClose }: { readonly notification: Notification; readonly onClose: (id: number) => void }) {
  const { id, kind } = notification;
  useEffect(() => {
    // A result would be gone before it is asked for.
    if (kind !== 'success' || notification.result) return;
    const timer = setTimeout(() => onClose(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, kind, notification.result, onClose]);
  return (
    <div className="toast" data-kind={kind}>
      <Mark kind={kind} />
      <div>
        <p className="toast-title">{notification.title}</p>
        {notification.text && <p className="dim">{notification.text}</p>}
        <ShowResult of={notification} />
      </div>
      <IconButton icon="close" label={t('dismiss', { title: notification.title })} onClick={() => onClose(id)} />
    </div>
  );
}

/** Opens what a command answered. */
function ShowResult({ of }: { readonly of: Notification }) {
  const [open, setOpen] = useState(false);
  if (!of.result) return null;
  return (
    <>
      <button type="button" className="button" data-kind="quiet" onClick={() => setOpen(true)}>{t('showResult')}</button>
      {open && <TextViewer title={of.title} text={of.result} onClose={() => setOpen(false)} />}
    </>
  );
}

function Mark({ kind }: { readonly kind: NotificationKind }) {
  if (kind === 'progress') return <span className="spinner" aria-hidden="true" />;
  return <Icon name={kind === 'success' ? 'check' : 'error'} />;
}

/** What happened since the page was opened. */
export function NotificationCentre() {
  const { all, clear } = useNotifications();
  const errors = all.filter((one) => one.kind === 'error').length;
  return (
    <Popover label={t('notificationsCount', { count: all.length })} icon="bell" className="icon-button" text={all.length > 0 ? <span className="badge-count" data-kind={errors ? 'error' : undefined}>{all.length}</span> : null}>
      {() => (
        <div className="centre">
          <div className="centre-head">
            <h2>{t('notifications')}</h2>
            {all.length > 0 && <button type="button" className="button" data-kind="quiet" onClick={clear}>{t('clear')}</button>}
          </div>
          {all.length === 0 && <p className="dim pad">{t('notificationsEmpty')}</p>}
          <ul>
            {all.map((one) => (
              <li key={one.id} data-kind={one.kind}>
                <Mark kind={one.kind} />
                <div>
                  <p>{one.title}</p>
                  {one.text && <p className="dim">{one.text}</p>}
                  <ShowResult of={one} />
                  <p className="dim small"><Time value={new Date(one.at).toISOString()} /></p>
                </div>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Popover>
  );
}

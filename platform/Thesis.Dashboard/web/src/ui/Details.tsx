import { useEffect, useId, useRef, type ReactNode } from 'react';
import { IconButton } from './Button.tsx';
import { t } from '../language/language.ts';

interface DetailsProps {
  readonly title: ReactNode;
  /** What is shown; the focus moves here when it changes. */
  readonly of: string;
  readonly actions?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The pane beside a list that shows one of its rows: at the right, or over everything on a phone. Escape closes it. */
export function Details({ title, of, actions, onClose, children }: DetailsProps) {
  const pane = useRef<HTMLElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    if (matchMedia('(max-width: 900px)').matches) pane.current?.focus();
    pane.current?.querySelector('.details-body')?.scrollTo(0, 0);
  }, [of]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open], [popover]:popover-open')) onClose();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onClose]);
  return (
    <aside ref={pane} className="details" aria-labelledby={titleId} tabIndex={-1}>
      <header>
        <h2 id={titleId}>{title}</h2>
        <div className="details-actions">
          {actions}
          <IconButton icon="close" label={t('closeDetails')} onClick={onClose} />
        </div>
      </header>
      <div className="details-body" tabIndex={0} role="region" aria-labelledby={titleId}>
        {children}
      </div>
    </aside>
  );
}

export function Section({ title, count, actions, children }: { readonly title: string; readonly count?: number; readonly actions?: ReactNode; readonly children: ReactNode }) {
  return (
    <details className="section" open>
      <summary>
        <h3>{title}</h3>
        {count !== undefined && <span className="count">{count}</span>}
      </summary>
      {actions && <div className="section-actions">{actions}</div>}
      {children}
    </details>
  );
}

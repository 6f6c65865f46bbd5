import { useState, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { t } from '../language/language.ts';

interface ToolbarProps {
  readonly title: string;
  readonly search?: ReactNode;
  /** Filters: beside the search, or behind a button on a phone. */
  readonly filters?: ReactNode;
  readonly active?: number;
  readonly actions?: ReactNode;
}

/** The head of a page: its title, search, filters and actions. */
export function Toolbar({ title, search, filters, active = 0, actions }: ToolbarProps) {
  const [open, setOpen] = useState(false);
  return (
    <div className="toolbar">
      <h1>{title}</h1>
      {search}
      {filters && (
        <>
          <Button icon="filter" className="phone-only filters-button" aria-expanded={open} aria-label={active ? t('filtersActive', { count: active }) : t('filters')} onClick={() => setOpen(!open)}>
            {active > 0 ? active : null}
          </Button>
          <div className="filters" data-open={open || undefined}>{filters}</div>
        </>
      )}
      {actions && <div className="toolbar-actions">{actions}</div>}
    </div>
  );
}

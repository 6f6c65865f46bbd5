import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { t } from '../language/language.ts';

export interface Column<T> {
  readonly name: string;
  readonly className?: string;
  readonly cell: (row: T) => ReactNode;
}

interface VirtualTableProps<T> {
  readonly label: string;
  readonly className: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string | number;
  readonly selected: string | number | null;
  readonly onOpen: (row: T) => void;
  /** For a list whose rows open elsewhere: the arrow keys only choose a row. */
  readonly onMove?: (row: T) => void;
  readonly onEnd?: () => void;
  readonly toneOf?: (row: T) => string | undefined;
  readonly rowHeight: number;
  /** Told how far it is scrolled, so that new rows can wait. */
  readonly scrollTop: RefObject<number>;
  readonly footer?: ReactNode;
}

const NEAR_END_ROWS = 30;

/** A table of any length, of which only the rows in sight are drawn. Arrow keys move through it, Enter opens. */
export function VirtualTable<T>({ label, className, columns, rows, keyOf, selected, onOpen, onMove = onOpen, onEnd, toneOf, rowHeight, scrollTop, footer }: VirtualTableProps<T>) {
  const box = useRef<HTMLDivElement>(null);
   
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 12 });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && lastShown >= rows.length - NEAR_END_ROWS) onEnd?.();
  }, [lastShown, rows.length, onEnd]);
  useEffect(() => virtual.measure(), [virtual, rowHeight]);

  const current = rows.findIndex((row) => keyOf(row) === selected);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== box.current) return;
    const chosen = rows[current];
    if (event.key === 'Enter' && chosen) onOpen(chosen);
    const to = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: rows.length - 1 }[event.key];
    const row = to === undefined ? undefined : rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (!row) return;
    event.preventDefault();
    virtual.scrollToIndex(rows.indexOf(row));
    onMove(row);
  };
  return (
    <div className={`vtable ${className}`} role="table" aria-label={label} aria-rowcount={rows.length + 1}>
      <div role="rowgroup" className="vtable-head">
        <div role="row" className="vtable-row" aria-rowindex={1}>
          {columns.map((column) => (
            <div key={column.name} role="columnheader" className={column.className}>{column.name}</div>
          ))}
        </div>
      </div>
      <div ref={box} role="rowgroup" className="vtable-body" tabIndex={0} aria-label={t('rowsOf', { label })} onKeyDown={onKeyDown} onScroll={(event) => { scrollTop.current = event.currentTarget.scrollTop; }}>
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <div key={keyOf(row)} role="row" aria-rowindex={item.index + 2} className="vtable-row" data-selected={keyOf(row) === selected || undefined} data-tone={toneOf?.(row)} style={{ height: item.size, transform: `translateY(${item.start}px)` }} onClick={() => onOpen(row)}>
                {columns.map((column) => (
                  <div key={column.name} role="cell" className={column.className}>{column.cell(row)}</div>
                ))}
              </div>
            );
          })}
        </div>
        {footer}
      </div>
    </div>
  );
}

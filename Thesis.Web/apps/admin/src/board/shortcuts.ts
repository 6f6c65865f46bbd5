import { useLocalStorage } from '@thesis/ui';
import { useEffect, useRef } from 'react';

/** What a key does; the text of each is in the messages under its name. */
export type Shortcut = 'help' | 'search' | 'next' | 'previous' | 'right' | 'left' | 'select' | 'assign' | 'cancel' | 'clear';

export const KEYS: Readonly<Record<Shortcut, readonly string[]>> = {
  next: ['j', 'ArrowDown'], previous: ['k', 'ArrowUp'], right: ['l', 'ArrowRight'], left: ['h', 'ArrowLeft'], select: ['x'], assign: ['a'], cancel: ['c'], search: ['/'], clear: ['Escape'], help: ['?'],
};

// Arrows scroll the page unless an order has the focus.
const ARROWS = /^Arrow/;

/** Which shortcut a key press is; none while somebody types, in a dialog, or with a modifier, which belongs to the browser. */
export function shortcutOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>, isTyping: boolean, isOnOrder: boolean): Shortcut | null {
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || (ARROWS.test(event.key) && !isOnOrder)) return null;
  return (Object.keys(KEYS) as Shortcut[]).find((name) => KEYS[name].includes(event.key)) ?? null;
}

/** Whether single keys act; who dictates or types with a reader turns them off (WCAG 2.1.4). */
export const useShortcutsWanted = () => useLocalStorage<boolean>({ key: 'thesis.board.shortcuts', defaultValue: true, getInitialValueInEffect: false });

/** Acts on the board's keys. `act` says whether it did something. */
export function useShortcuts(act: (shortcut: Shortcut) => boolean, wanted: boolean): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!wanted) return;
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      const isTyping = event.defaultPrevented || target?.closest('input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog]') !== null;
      const shortcut = shortcutOf(event, isTyping, target?.closest('[data-order]') !== null);
      if (shortcut && latest.current(shortcut)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [wanted]);
}

const ORDERS = '[data-order] a';

/** Moves the focus from order to order: within a column, or to the same height of the next one that has orders. */
export function moveFocus(where: 'next' | 'previous' | 'right' | 'left'): boolean {
  const columns = [...document.querySelectorAll('[data-column]')].map((column) => [...column.querySelectorAll<HTMLElement>(ORDERS)]).filter((links) => links.length > 0);
  const here = document.activeElement?.closest('[data-order]')?.querySelector<HTMLElement>('a') ?? null;
  const at = columns.findIndex((links) => here !== null && links.includes(here));
  const column = columns[Math.max(at, 0)] ?? [];
  const index = here ? column.indexOf(here) : -1;
  const beside = columns[at + (where === 'right' ? 1 : -1)];
  const wanted = at < 0 ? column[0] : where === 'next' ? column[index + 1] : where === 'previous' ? column[index - 1] : beside?.[Math.min(index, beside.length - 1)];
  wanted?.focus();
  return wanted !== undefined;
}

/** The order that has the focus. */
export const focusedOrder = (): string | null => document.activeElement?.closest('[data-order]')?.getAttribute('data-order') ?? null;

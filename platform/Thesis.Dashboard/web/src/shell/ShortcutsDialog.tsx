import { useState } from 'react';
import { Dialog } from '../ui/Dialog.tsx';
import { enableShortcuts, shortcutsEnabled } from './shortcuts.ts';

const GROUPS: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Go to',
    keys: [
      ['r', 'Resources'],
      ['c', 'Console logs'],
      ['s', 'Structured logs'],
      ['t', 'Traces'],
      ['m', 'Metrics'],
      ['u', 'Runs'],
    ],
  },
  {
    title: 'On a page',
    keys: [
      ['/', 'Search'],
      ['p', 'Pause or go on'],
      ['Esc', 'Close details'],
      ['d', 'Light, dark or system theme'],
      ['?', 'This help'],
    ],
  },
  {
    title: 'In a list or a trace',
    keys: [
      ['↑ ↓', 'Previous, next row'],
      ['Home End', 'First, last row'],
      ['Enter', 'Open the row'],
      ['← →', 'Collapse, expand a span'],
    ],
  },
];

export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const [on, setOn] = useState(shortcutsEnabled);
  const toggle = (enabled: boolean) => {
    enableShortcuts(enabled);
    setOn(enabled);
  };
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <div className="shortcuts">
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.keys.map(([keys, does]) => (
                <div key={keys}>
                  <dt>
                    {keys.split(' ').map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="check">
        <input type="checkbox" checked={on} onChange={(event) => toggle(event.target.checked)} /> Use single-key shortcuts
      </label>
    </Dialog>
  );
}

import { useState } from 'react';
import { Dialog } from '../ui/Dialog.tsx';
import { enableShortcuts, shortcutsEnabled } from './shortcuts.ts';
import { type PlainKey } from '../language/catalogue.ts';
import { t } from '../language/language.ts';

const GROUPS: readonly { readonly title: PlainKey; readonly keys: readonly (readonly [string, PlainKey])[] }[] = [
  {
    title: 'goTo',
    keys: [
      ['r', 'resources'],
      ['c', 'consoleLogs'],
      ['s', 'structuredLogs'],
      ['t', 'traces'],
      ['m', 'metrics'],
      ['u', 'runs'],
    ],
  },
  {
    title: 'onAPage',
    keys: [
      ['/', 'search'],
      ['p', 'pauseOrGoOn'],
      ['Esc', 'closeDetails'],
      ['d', 'turnTheme'],
      ['?', 'thisHelp'],
    ],
  },
  {
    title: 'inAList',
    keys: [
      ['↑ ↓', 'previousNextRow'],
      ['Home End', 'firstLastRow'],
      ['Enter', 'openRow'],
      ['← →', 'collapseExpandSpan'],
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
    <Dialog title={t('keyboardShortcuts')} onClose={onClose}>
      <div className="shortcuts">
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h3>{t(group.title)}</h3>
            <dl>
              {group.keys.map(([keys, does]) => (
                <div key={keys}>
                  <dt>
                    {keys.split(' ').map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{t(does)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="check">
        <input type="checkbox" checked={on} onChange={(event) => toggle(event.target.checked)} /> {t('singleKeys')}
      </label>
    </Dialog>
  );
}

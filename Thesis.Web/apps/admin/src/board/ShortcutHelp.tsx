import { Group, Text } from '@thesis/ui';
import { Switch } from '@thesis/ui/forms';
import { Dialog } from '../Dialog.tsx';
import { useText } from '../text.ts';
import { KEYS, useShortcutsWanted, type Shortcut } from './shortcuts.ts';

const NAMES: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', ArrowRight: '→', ArrowLeft: '←', Escape: 'Esc' };

/** The board's keys, and a way to turn them off. */
export default function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const [wanted, setWanted] = useShortcutsWanted();
  return (
    <Dialog title={text('keys.title')} onClose={onClose}>
        <dl className="keys">
          {(Object.keys(KEYS) as Shortcut[]).map((name) => (
            <div key={name}>
              <dt>
                {KEYS[name].map((key) => <kbd key={key}>{NAMES[key] ?? key}</kbd>)}
              </dt>
              <dd>{text(`keys.${name}`)}</dd>
            </div>
          ))}
          <div>
            <dt>
              <kbd>Enter</kbd>
            </dt>
            <dd>{text('keys.open')}</dd>
          </div>
        </dl>
        <Group>
          <Switch label={text('keys.wanted')} checked={wanted} onChange={(event) => setWanted(event.currentTarget.checked)} styles={{ body: { alignItems: 'center', minHeight: 44 } }} />
        </Group>
        <Text size="sm" c="dimmed">{text('keys.wantedHint')}</Text>
    </Dialog>
  );
}

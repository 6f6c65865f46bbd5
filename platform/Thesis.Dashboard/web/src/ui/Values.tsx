import { useState, type ReactNode } from 'react';
import { readable, textOf } from '../format/text.ts';
import { Button, IconButton } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { FormattedText } from './FormattedText.tsx';
import { t } from '../language/language.ts';

/** Copies a text; says so by its picture and to screen readers. */
export function CopyButton({ text, label = t('copy') }: { readonly text: string; readonly label?: string }) {
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch (error) {
      // No permission, or a page that is not served over https or from this machine.
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      setState('failed');
    }
    setTimeout(() => setState('ready'), 1500);
  };
  return <IconButton icon={state === 'copied' ? 'check' : state === 'failed' ? 'error' : 'copy'} label={state === 'copied' ? t('copied') : state === 'failed' ? t('copyRefused') : label} onClick={() => void copy()} />;
}

export function TextViewer({ title, text, onClose }: { readonly title: string; readonly text: string; readonly onClose: () => void }) {
  const { form, text: pretty } = readable(text);
  const [raw, setRaw] = useState(false);
  const shown = raw ? text : pretty;
  return (
    <Dialog title={title} onClose={onClose} wide>
      <pre className="text-viewer" tabIndex={0} aria-label={title}>
        <FormattedText form={raw ? 'text' : form} text={shown} />
      </pre>
      <footer>
        {form !== 'text' && (
          <Button onClick={() => setRaw(!raw)} aria-pressed={raw}>
            {raw ? t('asForm', { form }) : t('asSent')}
          </Button>
        )}
        <CopyButton text={shown} />
      </footer>
    </Dialog>
  );
}

const LONG = 120;
/** A value that may not fit its place: it is scrolled there, with the keyboard too. */
const SCROLLS = 200;

interface ValueRowProps {
  readonly name: string;
  readonly value: unknown;
  readonly actions?: ReactNode;
  /** Shown instead of the value. */
  readonly display?: ReactNode;
}

/** A name with its value: copied with one click, opened when it is long, JSON or XML. */
export function ValueRow({ name, value, actions, display }: ValueRowProps) {
  const [open, setOpen] = useState(false);
  const text = textOf(value);
  const opens = text.length > LONG || readable(text).form !== 'text';
  return (
    <div className="value-row">
      <dt>{name}</dt>
      <dd>
        <span className="value" tabIndex={text.length > SCROLLS ? 0 : undefined}>{display ?? (text.length > 2000 ? `${text.slice(0, 2000)}…` : text === '' ? <i className="dim">{t('empty')}</i> : text)}</span>
        <span className="value-actions">
          {actions}
          {opens && display === undefined && <IconButton icon="view" label={t('openNamed', { name })} onClick={() => setOpen(true)} />}
          {display === undefined && <CopyButton text={text} label={t('copyNamed', { name })} />}
        </span>
        {open && <TextViewer title={name} text={text} onClose={() => setOpen(false)} />}
      </dd>
    </div>
  );
}

export function Values({ of }: { readonly of: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(of);
  return (
    <dl className="values">
      {entries.map(([name, value]) => (
        <ValueRow key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

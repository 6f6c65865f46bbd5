import { useId, useState, type FormEvent } from 'react';
import { Button, IconButton } from '../ui/Button.tsx';
import { Popover } from '../ui/Popover.tsx';
import type { FieldFilter } from './log-filter.ts';
import { t } from '../language/language.ts';

const EXAMPLE: FieldFilter = { name: 'http.route', value: '/api/orders' };

/** Adds a filter on one attribute. */
export function AddField({ onAdd }: { readonly onAdd: (field: FieldFilter) => void }) {
  return (
    <Popover label={t('addFieldFilter')} icon="filter" text={t('field')}>
      {(close) => <FieldForm onAdd={(field) => { close(); onAdd(field); }} />}
    </Popover>
  );
}

function FieldForm({ onAdd }: { readonly onAdd: (field: FieldFilter) => void }) {
  const id = useId();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) setProblem(t('nameTheField', { example: EXAMPLE.name }));
    else if (!value.trim()) setProblem(t('sayTheValue'));
    else onAdd({ name: name.trim(), value: value.trim() });
  };
  return (
    <form className="field-form" onSubmit={submit} noValidate>
      <label htmlFor={`${id}-name`}>{t('field')}</label>
      <input id={`${id}-name`} value={name} placeholder={EXAMPLE.name} autoComplete="off" spellCheck={false} onChange={(event) => setName(event.target.value)} />
      <label htmlFor={`${id}-value`}>{t('value')}</label>
      <input id={`${id}-value`} value={value} placeholder={EXAMPLE.value} autoComplete="off" spellCheck={false} onChange={(event) => setValue(event.target.value)} />
      {problem && <p className="error" role="alert">{problem}</p>}
      <Button kind="primary" type="submit">{t('addFilter')}</Button>
    </form>
  );
}

/** Filters that are on, each with a way to take it off. */
export function Chips({ of }: { readonly of: readonly { readonly key: string; readonly text: string; readonly onRemove: () => void }[] }) {
  if (of.length === 0) return null;
  return (
    <ul className="chips" aria-label={t('activeFilters')}>
      {of.map((chip) => (
        <li key={chip.key} className="chip">
          <span className="mono">{chip.text}</span>
          <IconButton icon="close" label={t('removeFilter', { text: chip.text })} onClick={chip.onRemove} />
        </li>
      ))}
    </ul>
  );
}

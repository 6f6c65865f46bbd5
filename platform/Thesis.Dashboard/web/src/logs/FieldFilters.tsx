import { useId, useState, type FormEvent } from 'react';
import { Button, IconButton } from '../ui/Button.tsx';
import { Popover } from '../ui/Popover.tsx';
import type { FieldFilter } from './log-filter.ts';

/** Adds a filter on one attribute. */
export function AddField({ onAdd }: { readonly onAdd: (field: FieldFilter) => void }) {
  return (
    <Popover label="Add a field filter" icon="filter" text="Field">
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
    if (!name.trim()) setProblem('Name the field, such as http.route.');
    else if (!value.trim()) setProblem('Say which value it must have.');
    else onAdd({ name: name.trim(), value: value.trim() });
  };
  return (
    <form className="field-form" onSubmit={submit} noValidate>
      <label htmlFor={`${id}-name`}>Field</label>
      <input id={`${id}-name`} value={name} placeholder="http.route" autoComplete="off" spellCheck={false} onChange={(event) => setName(event.target.value)} />
      <label htmlFor={`${id}-value`}>Value</label>
      <input id={`${id}-value`} value={value} placeholder="/api/orders" autoComplete="off" spellCheck={false} onChange={(event) => setValue(event.target.value)} />
      {problem && <p className="error" role="alert">{problem}</p>}
      <Button kind="primary" type="submit">Add filter</Button>
    </form>
  );
}

/** Filters that are on, each with a way to take it off. */
export function Chips({ of }: { readonly of: readonly { readonly key: string; readonly text: string; readonly onRemove: () => void }[] }) {
  if (of.length === 0) return null;
  return (
    <ul className="chips" aria-label="Active filters">
      {of.map((chip) => (
        <li key={chip.key} className="chip">
          <span className="mono">{chip.text}</span>
          <IconButton icon="close" label={`Remove the filter ${chip.text}`} onClick={chip.onRemove} />
        </li>
      ))}
    </ul>
  );
}

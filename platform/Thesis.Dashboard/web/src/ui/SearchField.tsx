import { useEffect, useRef, useState } from 'react';
import { Icon } from './Icon.tsx';
import { t } from '../language/language.ts';

const DELAY_MS = 250;

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
}

/** A text filter; tells what was typed once the typing pauses. The shortcut / comes here. */
export function SearchField({ label, value, onChange, placeholder = t('filter') }: SearchFieldProps) {
  const [draft, setDraft] = useState(value);
  const [seen, setSeen] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address may change under the field (back, a link): then it shows what the address says.
  if (value !== seen) {
    setSeen(value);
    setDraft(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (text: string, delay: number) => {
    setDraft(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setSeen(text);
      onChange(text);
    }, delay);
  };
  return (
    <label className="search">
      <span className="visually-hidden">{label}</span>
      <Icon name="search" size={16} />
      <input
        type="search"
        value={draft}
        placeholder={placeholder}
        data-search
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => tell(event.target.value, DELAY_MS)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') tell(draft, 0);
          if (event.key === 'Escape' && draft) {
            event.stopPropagation();
            tell('', 0);
          }
        }}
      />
    </label>
  );
}

import { useId, useState } from 'react';
import type { CommandArgument } from '../api/types.ts';
import { IconButton } from '../ui/Button.tsx';
import { t } from '../language/language.ts';
import { argumentLabel } from './command-texts.ts';

interface ArgumentFieldProps {
  readonly argument: CommandArgument;
  readonly value: string;
  readonly problem: string | undefined;
  readonly hint?: string | undefined;
  readonly onChange: (value: string) => void;
}

/** Asks for one argument of a command. */
export function ArgumentField({ argument, value, problem, hint, onChange }: ArgumentFieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  if (argument.kind === 'bool') {
    return (
      <label className="check">
        <input type="checkbox" checked={value === 'true'} onChange={(event) => onChange(String(event.target.checked))} /> {argumentLabel(argument)}
      </label>
    );
  }
  const about = hint ?? argument.description;
  const describedBy = [about ? `${id}-about` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ');
  const shared = { id, value, required: argument.required, 'aria-invalid': problem !== undefined, ...(describedBy ? { 'aria-describedby': describedBy } : {}) };
  return (
    <div className="field">
      <label htmlFor={id}>
        {argumentLabel(argument)}
        {!argument.required && <span className="dim"> {t('optional')}</span>}
      </label>
      {argument.kind === 'choice' ? (
        <select {...shared} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t('choose')}</option>
          {(argument.choices ?? []).map((choice) => (
            <option key={choice.value} value={choice.value}>{choice.text}</option>
          ))}
        </select>
      ) : (
        <div className="field-row">
          <input {...shared} type={argument.kind === 'secret' && !shown ? 'password' : 'text'} inputMode={argument.kind === 'number' ? 'decimal' : 'text'} placeholder={argument.placeholder ?? undefined} maxLength={argument.maxLength ?? undefined} autoComplete="off" spellCheck={false} onChange={(event) => onChange(event.target.value)} />
          {argument.kind === 'secret' && <IconButton icon={shown ? 'eyeOff' : 'eye'} label={t(shown ? 'hideNamed' : 'showNamed', { name: argumentLabel(argument) })} onClick={() => setShown(!shown)} />}
        </div>
      )}
      {about && <p className="dim small" id={`${id}-about`}>{about}</p>}
      {problem && <p className="error" id={`${id}-problem`}>{problem}</p>}
    </div>
  );
}

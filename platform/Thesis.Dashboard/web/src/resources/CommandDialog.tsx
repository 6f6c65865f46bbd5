import { useState, type FormEvent } from 'react';
import type { ResourceCommand, ResourceView } from '../api/types.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ArgumentField } from './ArgumentField.tsx';
import { emptyDraft, problemsOf, valuesOf } from './command-values.ts';
import { t } from '../language/language.ts';
import { commandAbout, commandConfirmation, commandName } from './command-texts.ts';

interface CommandDialogProps {
  readonly resource: ResourceView;
  readonly command: ResourceCommand;
  readonly onClose: () => void;
  readonly onRun: (values: Readonly<Record<string, string>>) => void;
}

/** Confirms a command and asks for its arguments. */
export function CommandDialog({ resource, command, onClose, onRun }: CommandDialogProps) {
  const [draft, setDraft] = useState(() => emptyDraft(command.arguments));
  const [tried, setTried] = useState(false);
  const confirmation = commandConfirmation(command, resource.displayName);
  const problems = tried ? problemsOf(command.arguments, draft) : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problemsOf(command.arguments, draft)).length === 0) onRun(valuesOf(command.arguments, draft));
  };
  return (
    <Dialog title={`${commandName(command)}: ${resource.displayName}`} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        {confirmation && <p>{confirmation}</p>}
        {!confirmation && command.description && <p className="dim">{commandAbout(command)}</p>}
        {command.arguments.map((argument) => (
          <ArgumentField key={argument.name} argument={argument} value={draft[argument.name] ?? ''} problem={problems[argument.name]} onChange={(value) => setDraft((old) => ({ ...old, [argument.name]: value }))} />
        ))}
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" type="submit">{commandName(command)}</Button>
        </footer>
      </form>
    </Dialog>
  );
}

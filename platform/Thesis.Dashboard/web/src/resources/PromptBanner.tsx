import { useState, type FormEvent } from 'react';
import { executeCommand } from '../api/dashboard.ts';
import { ApiError } from '../api/http.ts';
import type { ResourceCommand, ResourceView } from '../api/types.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { ArgumentField } from './ArgumentField.tsx';
import { lacksValue } from './resource-state.ts';
import { useResources } from './resources-store.ts';
import { t } from '../language/language.ts';
import { Text } from '../language/Text.tsx';

const SET = 'set-parameter';

export const setCommandOf = (resource: ResourceView): ResourceCommand | undefined => resource.commands.find((command) => command.name === SET);

/** Says that parameters lack values, and asks for them. */
export function PromptBanner() {
  const { resources } = useResources();
  const [open, setOpen] = useState(false);
  const missing = resources.filter(lacksValue);
  if (missing.length === 0) return null;
  return (
    <div className="banner" data-kind="warn" role="status">
      <Icon name="warning" />
      <p>{missing.length === 1 ? <Text of="parameterMissing" values={{ name: <b>{missing[0]?.displayName}</b> }} /> : t('parametersMissing', { count: missing.length })}</p>
      <Button kind="primary" onClick={() => setOpen(true)}>{t(missing.length === 1 ? 'enterIt' : 'enterThem')}</Button>
      {open && <PromptDialog parameters={missing} onClose={() => setOpen(false)} />}
    </div>
  );
}

/** Asks for the values of some parameters at once; what was accepted disappears, what was refused says why. */
export function PromptDialog({ parameters, onClose }: { readonly parameters: readonly ResourceView[]; readonly onClose: () => void }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [save, setSave] = useState(false);
  const [busy, setBusy] = useState(false);
  const canSave = parameters.some((one) => setCommandOf(one)?.arguments.some((argument) => argument.name === 'save'));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = parameters.filter((one) => values[one.name]);
    if (given.length === 0) {
      setProblems(Object.fromEntries(parameters.map((one) => [one.name, t('enterValueFor', { name: one.displayName })])));
      return;
    }
    setBusy(true);
    const failed: Record<string, string> = {};
    for (const parameter of given) {
      try {
        const outcome = await executeCommand(parameter.name, SET, { value: values[parameter.name] ?? '', save: String(save) });
        if (!outcome.success) failed[parameter.name] = outcome.message ?? t('valueRefused');
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failed[parameter.name] = error.message;
      }
    }
    setBusy(false);
    setProblems(failed);
    if (Object.keys(failed).length === 0) onClose();
  };

  return (
    <Dialog title={t('valuesNeeded')} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        {parameters.map((parameter) => {
          const argument = setCommandOf(parameter)?.arguments.find((one) => one.name === 'value');
          return (
            <ArgumentField
              key={parameter.name}
              argument={{ name: parameter.name, label: parameter.displayName, kind: argument?.kind === 'secret' ? 'secret' : 'text', required: true }}
              value={values[parameter.name] ?? ''}
              problem={problems[parameter.name]}
              hint={argument && argument.label !== 'Value' ? argument.label : undefined}
              onChange={(value) => setValues((old) => ({ ...old, [parameter.name]: value }))}
            />
          );
        })}
        {canSave && (
          <label className="check">
            <input type="checkbox" checked={save} onChange={(event) => setSave(event.target.checked)} /> {t('saveToSecrets')}
          </label>
        )}
        <footer>
          <Button onClick={onClose}>{t('later')}</Button>
          <Button kind="primary" type="submit" disabled={busy}>{t(busy ? 'setting' : 'set')}</Button>
        </footer>
      </form>
    </Dialog>
  );
}

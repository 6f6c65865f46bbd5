import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError, changeIntake, myNgos, type FieldErrors, type Intake, type Ngo } from '@thesis/api';
import { Button, Field, Panel } from '@thesis/ui';
import { useRef, useState, type FormEvent } from 'react';
import { STORAGE_CLASSES } from '../donate/donation-form.ts';
import { formOf, readIntake, type IntakeForm, type StorageClass } from './intake-form.ts';

interface IntakePanelProps {
  readonly region: string;
  readonly onClose: () => void;
}

/** What the user's NGOs in a region can take in a day. */
export function IntakePanel({ region, onClose }: IntakePanelProps) {
  const ngos = useQuery({ queryKey: ['my-ngos'], queryFn: myNgos });
  const here = (ngos.data ?? []).filter((ngo) => ngo.place.region === region);
  const [chosen, setChosen] = useState<string>();
  const [note, setNote] = useState<string>();
  const ngo = here.find((one) => one.id === chosen) ?? here[0];

  return (
    <Panel title="What we can take" className="donate-panel" actions={<Button kind="quiet" onClick={onClose}>Close</Button>}>
      {ngos.isPending && <p role="status">Loading your charities…</p>}
      {ngos.error && <p role="alert">{ngos.error.message}</p>}
      {ngos.data && !ngo && <p className="quiet">None of your charities is in this region.</p>}
      {here.length > 1 && (
        <Field label="Charity">
          <select value={ngo?.id} onChange={(event) => setChosen(event.target.value)}>
            {here.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}, {one.place.address}
              </option>
            ))}
          </select>
        </Field>
      )}
      {/* A new version is a new form: it shows what is stored, whoever stored it. */}
      {ngo && <IntakeOf key={`${ngo.id} ${ngo.version}`} ngo={ngo} onStored={setNote} />}
      {note && <p role="status">{note}</p>}
    </Panel>
  );
}

interface IntakeOfProps {
  readonly ngo: Ngo;
  /** Told what became of it whenever what is stored is another than was shown. */
  readonly onStored: (note: string) => void;
}

function IntakeOf({ ngo, onStored }: IntakeOfProps) {
  const queries = useQueryClient();
  const [form, setForm] = useState<IntakeForm>(() => formOf(ngo));
  const [errors, setErrors] = useState<FieldErrors>({});
  const key = useRef(crypto.randomUUID());
  const save = useMutation({
    mutationFn: (intake: Intake) => changeIntake(ngo, intake, key.current),
    onSuccess: () => {
      onStored('Saved. The next plan knows of it.');
      return queries.invalidateQueries({ queryKey: ['my-ngos'] });
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) return;
      key.current = crypto.randomUUID();
      setErrors(error.fields);
      if (error.status === 412) {
        onStored('Somebody else changed it meanwhile. This is how it stands now; change it again if need be.');
        void queries.invalidateQueries({ queryKey: ['my-ngos'] });
      }
    },
  });

  const setStorage = (name: StorageClass, change: Partial<IntakeForm['storage'][StorageClass]>) =>
    setForm((old) => ({ ...old, storage: { ...old.storage, [name]: { ...old.storage[name], ...change } } }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readIntake(form);
    setErrors('errors' in read ? read.errors : {});
    if ('intake' in read) save.mutate(read.intake);
  };
  const error = (field: string) => errors[field]?.[0];

  return (
    <form onSubmit={submit} noValidate>
      <label className="tick">
        <input type="checkbox" checked={form.accepting} onChange={(event) => setForm({ ...form, accepting: event.target.checked })} /> We take food at the moment
      </label>
      <div className="pair">
        <Field label="In a day, kg" error={error('dailyCapacityKg')}>
          <input value={form.dailyCapacityKg} onChange={(event) => setForm({ ...form, dailyCapacityKg: event.target.value })} inputMode="decimal" required />
        </Field>
        <Field label="Deliveries a day" error={error('dailySlots')}>
          <input value={form.dailySlots} onChange={(event) => setForm({ ...form, dailySlots: event.target.value })} inputMode="numeric" required />
        </Field>
      </div>
      <fieldset>
        <legend>Storage we have, and its own limit</legend>
        {STORAGE_CLASSES.map((name) => (
          <div className="pair" key={name}>
            <label className="tick">
              <input type="checkbox" checked={form.storage[name].has} onChange={(event) => setStorage(name, { has: event.target.checked })} /> {name}
            </label>
            {form.storage[name].has && (
              <Field label={`Most ${name}, kg a day`} hint="empty: no limit of its own" error={error(`storageCapacityKg.${name}`)}>
                <input value={form.storage[name].kg} onChange={(event) => setStorage(name, { kg: event.target.value })} inputMode="decimal" />
              </Field>
            )}
          </div>
        ))}
        {error('storageClasses') && <p role="alert">{error('storageClasses')}</p>}
      </fieldset>
      {save.error && Object.keys(errors).length === 0 && <p role="alert">{save.error.message}</p>}
      <Button type="submit" kind="primary" disabled={save.isPending}>
        {save.isPending ? 'Saving…' : 'Save'}
      </Button>
    </form>
  );
}

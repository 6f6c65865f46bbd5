import { useMutation, useQuery } from '@tanstack/react-query';
import { ApiError, myDonors, postDonation, type FieldErrors, type NewDonation } from '@thesis/api';
import { Button, Field, Panel } from '@thesis/ui';
import { useRef, useState, type ChangeEvent, type FormEvent } from 'react';
import { EMPTY_FORM, FOOD_TYPES, readForm, STORAGE_CLASSES, type DonationForm } from './donation-form.ts';

interface DonatePanelProps {
  readonly region: string;
  readonly onClose: () => void;
}

/** Posts a donation of one of the user's donors. */
export function DonatePanel({ region, onClose }: DonatePanelProps) {
  const donors = useQuery({ queryKey: ['my-donors'], queryFn: myDonors });
  const here = (donors.data ?? []).filter((donor) => donor.place.region === region);
  const [form, setForm] = useState<DonationForm>(EMPTY_FORM);
  const [errors, setErrors] = useState<FieldErrors>({});
  // One key for one filled-in form: pressing twice, or again after a lost answer, posts once.
  const key = useRef(crypto.randomUUID());
  const post = useMutation({
    mutationFn: (donation: NewDonation) => postDonation(donation, key.current),
    onSuccess: () => {
      key.current = crypto.randomUUID();
      setForm((old) => ({ ...EMPTY_FORM, donorId: old.donorId }));
    },
    onError: (error) => {
      if (error instanceof ApiError) {
        key.current = crypto.randomUUID();
        setErrors(error.fields);
      }
    },
  });

  const set = (name: keyof DonationForm) => (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => setForm((old) => ({ ...old, [name]: event.target.value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readForm(form, new Date());
    setErrors('errors' in read ? read.errors : {});
    if ('donation' in read) post.mutate(read.donation);
  };
  const error = (field: string) => errors[field]?.[0];

  return (
    <Panel title="Post a donation" className="donate-panel" actions={<Button kind="quiet" onClick={onClose}>Close</Button>}>
      <form onSubmit={submit} noValidate>
        <Field label="Where is it?" error={error('donorId')} hint={donors.isPending ? 'Loading your places…' : undefined}>
          <select value={form.donorId} onChange={set('donorId')} required>
            <option value="">Choose a place</option>
            {here.map((donor) => (
              <option key={donor.id} value={donor.id}>
                {donor.name}, {donor.place.address}
              </option>
            ))}
          </select>
        </Field>
        <Field label="What is it?" error={error('title')}>
          <input value={form.title} onChange={set('title')} maxLength={200} placeholder="Bread and pastries" required />
        </Field>
        <div className="pair">
          <Field label="Food type" error={error('foodType')}>
            <select value={form.foodType} onChange={set('foodType')}>
              {FOOD_TYPES.map((type) => (
                <option key={type}>{type}</option>
              ))}
            </select>
          </Field>
          <Field label="Keep it" error={error('storageClass')}>
            <select value={form.storageClass} onChange={set('storageClass')}>
              {STORAGE_CLASSES.map((storage) => (
                <option key={storage}>{storage}</option>
              ))}
            </select>
          </Field>
        </div>
        <div className="pair">
          <Field label="How much, kg" error={error('quantityKg')}>
            <input value={form.quantityKg} onChange={set('quantityKg')} inputMode="decimal" required />
          </Field>
          <Field label="Smallest part, kg" error={error('smallestLotKg')}>
            <input value={form.smallestLotKg} onChange={set('smallestLotKg')} inputMode="decimal" required />
          </Field>
        </div>
        <div className="pair">
          <Field label="Good for, hours" error={error('expiresAt')}>
            <input value={form.hoursToExpiry} onChange={set('hoursToExpiry')} inputMode="decimal" required />
          </Field>
          <Field label="Pick up within, hours" error={error('pickupUntil') ?? error('pickupFrom')}>
            <input value={form.pickupHours} onChange={set('pickupHours')} inputMode="decimal" required />
          </Field>
        </div>
        {post.error && Object.keys(errors).length === 0 && <p role="alert">{post.error.message}</p>}
        {post.isSuccess && <p role="status">Posted. It is on the map; a charity is being found for it.</p>}
        <Button type="submit" kind="primary" disabled={post.isPending}>
          {post.isPending ? 'Posting…' : 'Post it'}
        </Button>
      </form>
    </Panel>
  );
}

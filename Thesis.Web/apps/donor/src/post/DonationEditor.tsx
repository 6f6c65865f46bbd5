import type { Command } from '@thesis/api';
import type { DonationRequest, DonorResponse } from '@thesis/calls';
import { usePreferences } from '@thesis/portal';
import { Button, Group, Notice, Stack } from '@thesis/ui';
import { Fieldset } from '@thesis/ui/forms';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useText } from '../text.ts';
import { readForm, type DonationForm } from './donation-form.ts';
import { useFaultText } from './fault-text.ts';
import { FormFields } from './FormFields.tsx';
import { WhatWillHappen } from './WhatWillHappen.tsx';
import './editor.css';

interface DonationEditorProps {
  readonly form: DonationForm;
  readonly change: (part: Partial<DonationForm>) => void;
  readonly places: readonly DonorResponse[];
  readonly command: Command<DonationRequest>;
  readonly submit: string;
  readonly fixedPlace?: boolean;
  readonly actions?: ReactNode;
}

/** The form of a donation. Its button is always on the screen; while an answer is awaited it cannot be changed. */
export function DonationEditor({ form, change, places, command, submit, fixedPlace = false, actions }: DonationEditorProps) {
  const text = useText();
  const { language } = usePreferences();
  const [tried, setTried] = useState(false);
  const box = useRef<HTMLFormElement>(null);
  const reading = readForm(form, new Date(), language);
  const faultOf = useFaultText(tried ? reading.faults : {}, command.fields);
  const place = places.find((each) => each.id === form.donorId);

  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (reading.request) command.run(reading.request);
    else requestAnimationFrame(() => firstFault(box.current)?.focus());
  };

  return (
    <form onSubmit={send} noValidate ref={box}>
      <Stack gap="lg">
        <Fieldset variant="unstyled" disabled={command.busy || command.unanswered}>
          <FormFields
            form={form}
            change={(part) => {
              if (command.error) command.reset();
              change(part);
            }}
            reading={reading}
            faultOf={faultOf}
            places={places}
            fixedPlace={fixedPlace}
          />
        </Fieldset>
        <WhatWillHappen form={form} reading={reading} place={place?.name ?? ''} />
        {tried && !reading.request && <Notice tone="bad" title={text('post.wrong')} />}
        {command.error && <Notice tone="bad" title={command.error.message} />}
        {command.unanswered && <Notice tone="warn">{text('post.unanswered')}</Notice>}
        <Group className="submit">
          <Button type="submit" size="lg" loading={command.busy}>
            {submit}
          </Button>
          {actions}
        </Group>
      </Stack>
    </form>
  );
}

/** The first field that is marked as wrong. */
const firstFault = (form: HTMLFormElement | null): HTMLElement | null => {
  const marked = form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid="true"], [data-fault]');
  return marked?.matches('[data-fault]') ? (marked.closest('fieldset')?.querySelector<HTMLElement>('input') ?? null) : (marked ?? null);
};

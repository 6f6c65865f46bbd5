import type { Command } from '@thesis/api';
import type { DonationRequest, DonorResponse, RegionResponse } from '@thesis/calls';
import { usePreferences } from '@thesis/portal';
import { Button, Group, Notice, Stack } from '@thesis/ui';
import { Fieldset } from '@thesis/ui/forms';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useText } from '../text.ts';
import { readForm, type DonationForm, type Reading } from './donation-form.ts';
import { useFaultText } from './fault-text.ts';
import { focusFirstFault } from './first-fault.ts';
import { FormFields } from './FormFields.tsx';
import './editor.css';

interface DonationEditorProps {
  readonly form: DonationForm;
  readonly change: (part: Partial<DonationForm>) => void;
  readonly places: readonly DonorResponse[];
  readonly region: RegionResponse | undefined;
  readonly command: Command<DonationRequest>;
  readonly submit: string;
  /** Offers to keep it without offering it yet. */
  readonly draft?: string;
  readonly fixedPlace?: boolean;
  /** Orders rely on it: only what they do not rely on is shown. */
  readonly promised?: boolean;
  /** Says before anything is sent what will come of it. */
  readonly outlook: (reading: Reading) => ReactNode;
  readonly actions?: ReactNode;
}

/** The form of a donation. Its button is always on the screen; while an answer is awaited it cannot be changed. */
export function DonationEditor({ form, change, places, region, command, submit, draft, fixedPlace = false, promised = false, outlook, actions }: DonationEditorProps) {
  const text = useText();
  const { language } = usePreferences();
  const [tried, setTried] = useState(false);
  const box = useRef<HTMLFormElement>(null);
  const reading = readForm(form, new Date(), language, region?.timeZone);
  const faultOf = useFaultText(tried ? reading.faults : {}, command.fields);

  const send = (asDraft: boolean) => {
    setTried(true);
    if (reading.request) command.run(asDraft ? { ...reading.request, draft: true } : reading.request);
    else focusFirstFault(box.current);
  };

  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        send(false);
      }}
      noValidate
      ref={box}
    >
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
            region={region}
            fixedPlace={fixedPlace}
            promised={promised}
          />
        </Fieldset>
        {actions}
        {outlook(reading)}
        {tried && !reading.request && <Notice tone="bad" title={text('post.wrong')} />}
        {command.error && <Notice tone="bad" title={command.error.message} />}
        {command.unanswered && <Notice tone="warn">{text('post.unanswered')}</Notice>}
        <Group className="submit">
          <Button type="submit" size="lg" loading={command.busy}>
            {submit}
          </Button>
          {draft && (
            <Button variant="default" size="lg" disabled={command.busy || command.unanswered} onClick={() => send(true)}>
              {draft}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

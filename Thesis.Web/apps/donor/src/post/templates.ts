import { useLocalStorage } from '@thesis/ui';
import type { DonationForm } from './donation-form.ts';

/** What a donor posts often. */
export interface Template {
  readonly name: string;
  readonly form: DonationForm;
}

const MOST = 12;

/** Templates of one person, kept on the device until the API keeps them. */
export function useTemplates(subject: string): [templates: readonly Template[], keep: (template: Template) => void, forget: (name: string) => void] {
  const [templates, setTemplates] = useLocalStorage<readonly Template[]>({ key: `thesis.templates.${subject}`, defaultValue: [], getInitialValueInEffect: false });
  return [
    templates,
    (template) => setTemplates((old) => [template, ...old.filter((other) => other.name !== template.name)].slice(0, MOST)),
    (name) => setTemplates((old) => old.filter((other) => other.name !== name)),
  ];
}

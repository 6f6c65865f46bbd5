import type { CommandArgument } from '../api/types.ts';
import { argumentLabel } from './command-texts.ts';
import { t } from '../language/language.ts';

export type Draft = Readonly<Record<string, string>>;

export function emptyDraft(args: readonly CommandArgument[]): Draft {
  return Object.fromEntries(args.map((one) => [one.name, one.value ?? (one.kind === 'bool' ? 'false' : '')]));
}

/** What is wrong with the values, by argument; nothing when they can be sent. */
export function problemsOf(args: readonly CommandArgument[], draft: Draft): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  for (const argument of args) {
    const value = draft[argument.name] ?? '';
    if (argument.required && value === '') problems[argument.name] = t(argument.kind === 'choice' ? 'chooseNamed' : 'enterNamed', { name: argumentLabel(argument) });
    else if (argument.kind === 'number' && value !== '' && !Number.isFinite(Number(value))) problems[argument.name] = t('mustBeNumber', { name: argumentLabel(argument) });
  }
  return problems;
}

/** The values to send: without those of optional arguments left empty. */
export function valuesOf(args: readonly CommandArgument[], draft: Draft): Readonly<Record<string, string>> {
  return Object.fromEntries(args.map((one) => [one.name, draft[one.name] ?? '']).filter(([, value]) => value !== ''));
}

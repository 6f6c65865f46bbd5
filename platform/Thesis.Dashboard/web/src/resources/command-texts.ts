import type { CommandArgument, CommandOutcome, ResourceCommand } from '../api/types.ts';
import type { PlainKey } from '../language/catalogue.ts';
import { currentLanguage, t } from '../language/language.ts';

interface Known {
  readonly name: PlainKey;
  readonly about: PlainKey;
}

/** The commands that every application has; of others only the application knows the texts. */
const KNOWN: Readonly<Record<string, Known>> = {
  start: { name: 'commandStart', about: 'commandStartAbout' },
  stop: { name: 'commandStop', about: 'commandStopAbout' },
  restart: { name: 'commandRestart', about: 'commandRestartAbout' },
  rebuild: { name: 'commandRebuild', about: 'commandRebuildAbout' },
  'reset-data': { name: 'commandResetData', about: 'commandResetDataAbout' },
  'set-parameter': { name: 'commandSetParameter', about: 'commandSetParameterAbout' },
  'delete-parameter': { name: 'commandDeleteParameter', about: 'commandDeleteParameterAbout' },
};

/** What the application itself calls arguments that have a translation. A label that somebody chose stays. */
const ARGUMENTS: Readonly<Record<string, PlainKey>> = { Value: 'argumentValue', 'Save to user secrets': 'argumentSave' };

const translated = (command: ResourceCommand): Known | undefined => (currentLanguage() === 'en' ? undefined : KNOWN[command.name]);

/** A command's name: the application's own in English, the known ones translated. */
export function commandName(command: ResourceCommand): string {
  const known = translated(command);
  return known ? t(known.name) : command.displayName;
}

/** What a command does. */
export function commandAbout(command: ResourceCommand): string | undefined {
  const known = translated(command);
  return known && command.description ? t(known.about) : (command.description ?? undefined);
}

/** What to agree to before a command runs, if there is anything. */
export function commandConfirmation(command: ResourceCommand, resourceName: string): string | undefined {
  if (command.confirmation && command.name === 'reset-data') return t('commandResetDataConfirmation', { name: resourceName });
  return command.confirmation ?? undefined;
}

/** What an argument is called. */
export function argumentLabel(argument: CommandArgument): string {
  const known = ARGUMENTS[argument.label];
  return known ? t(known) : argument.label;
}

/** What the commands of every application say when they are done, beyond that they are. */
const DONE: Readonly<Record<string, PlainKey>> = { rebuild: 'outcomeBuilt', 'set-parameter': 'outcomeSet', 'delete-parameter': 'outcomeForgotten' };
/** Why the commands of every application fail, where there is one reason. */
const FAILED: Readonly<Record<string, PlainKey>> = { rebuild: 'outcomeNotBuilt' };

/** What became of a command. A failure that has many reasons keeps the application's own words. */
export function commandOutcome(command: ResourceCommand, outcome: CommandOutcome): string {
  const known = translated(command) ? (outcome.success ? DONE : FAILED)[command.name] : undefined;
  return known ? t(known) : (outcome.message ?? t(outcome.success ? 'done' : 'failedSilently'));
}

import type { ResourceCommand } from '../api/types.ts';
import type { PlainKey } from '../language/catalogue.ts';
import { currentLanguage, t } from '../language/language.ts';

/** The commands that every application has; of others only the application knows the name. */
const NAMES: Readonly<Record<string, PlainKey>> = {
  start: 'commandStart',
  stop: 'commandStop',
  restart: 'commandRestart',
  rebuild: 'commandRebuild',
  'set-parameter': 'commandSetParameter',
  'delete-parameter': 'commandDeleteParameter',
};

/** A command's name: the application's own in English, the known ones translated. */
export function commandName(command: ResourceCommand): string {
  const known = NAMES[command.name];
  return known && currentLanguage() !== 'en' ? t(known) : command.displayName;
}

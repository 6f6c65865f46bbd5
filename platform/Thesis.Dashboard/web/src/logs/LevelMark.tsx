import type { Tone } from '../resources/resource-state.ts';
import { ToneMark } from '../resources/StateMark.tsx';
import { levelOf, type Level } from './log-filter.ts';
import { type PlainKey } from '../language/catalogue.ts';
import { t } from '../language/language.ts';

const TONES: Record<Level, Tone> = { Trace: 'idle', Debug: 'idle', Information: 'busy', Warning: 'warn', Error: 'bad', Critical: 'bad' };
const NAMES = { Trace: 'levelTrace', Debug: 'levelDebug', Information: 'levelInformation', Warning: 'levelWarning', Error: 'levelError', Critical: 'levelCritical' } as const satisfies Record<Level, PlainKey>;
const SHORT: Record<Level, PlainKey> = { ...NAMES, Information: 'levelInformationShort', Warning: 'levelWarningShort' };

export const levelName = (level: Level): string => t(NAMES[level]);

export const toneOfLevel = (level: string): Tone => TONES[levelOf(level) ?? 'Information'];

export function LevelMark({ level }: { readonly level: string }) {
  const known = levelOf(level);
  return (
    <span className="level" data-tone={toneOfLevel(level)} title={known ? levelName(known) : level}>
      <ToneMark tone={toneOfLevel(level)} /> {known ? t(SHORT[known]) : level}
    </span>
  );
}

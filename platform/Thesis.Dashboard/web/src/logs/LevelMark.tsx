import type { Tone } from '../resources/resource-state.ts';
import { ToneMark } from '../resources/StateMark.tsx';
import { levelOf, type Level } from './log-filter.ts';

const TONES: Record<Level, Tone> = { Trace: 'idle', Debug: 'idle', Information: 'busy', Warning: 'warn', Error: 'bad', Critical: 'bad' };
const SHORT: Record<Level, string> = { Trace: 'Trace', Debug: 'Debug', Information: 'Info', Warning: 'Warn', Error: 'Error', Critical: 'Critical' };

export const toneOfLevel = (level: string): Tone => TONES[levelOf(level) ?? 'Information'];

export function LevelMark({ level }: { readonly level: string }) {
  const known = levelOf(level);
  return (
    <span className="level" data-tone={toneOfLevel(level)} title={level}>
      <ToneMark tone={toneOfLevel(level)} /> {known ? SHORT[known] : level}
    </span>
  );
}

import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain';

// A shape beside the words: colour never carries the meaning alone.
const SHAPES: Readonly<Record<Tone, string>> = { good: '●', warn: '▲', bad: '■', info: '◆', plain: '○' };

/** A state in a word or two. */
export const StatusBadge = ({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) => (
  <span className="thesis-badge" data-tone={tone}>
    <span aria-hidden="true">{SHAPES[tone]}</span>
    {children}
  </span>
);

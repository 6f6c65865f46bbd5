import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain';

// A shape beside the words: colour never carries the meaning alone.
const SHAPES: Readonly<Record<Tone, string>> = { good: '●', warn: '▲', bad: '■', info: '◆', plain: '○' };

/** A state in a word or two. */
export const StatusBadge = ({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) => (
  <Badge
    variant="outline"
    size="lg"
    tt="none"
    leftSection={<span aria-hidden="true">{SHAPES[tone]}</span>}
    style={{ color: tone === 'plain' ? 'var(--mantine-color-dimmed)' : `var(--thesis-${tone})`, borderColor: 'currentColor', background: 'transparent' }}
  >
    {children}
  </Badge>
);

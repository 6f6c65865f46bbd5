import { Paper, type PaperProps } from '@mantine/core';
import type { KeyboardEventHandler, ReactNode } from 'react';

interface CardProps extends PaperProps {
  readonly children: ReactNode;
  /** What the card is called by a screen reader; makes it a landmark. */
  readonly label?: string;
  readonly onKeyDown?: KeyboardEventHandler;
}

/** A surface that holds one thing. */
export const Card = ({ label, children, ...rest }: CardProps) => (
  <Paper withBorder p="md" radius="md" bg="var(--thesis-surface)" component={label ? 'section' : 'div'} aria-label={label} {...rest}>
    {children}
  </Paper>
);

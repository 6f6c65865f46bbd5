import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Tone } from './StatusBadge.tsx';

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly retry?: { readonly label: string; readonly onRetry: () => void };
}

/** A message in the page. Bad news is announced at once, the rest when the reader is free. */
export function Notice({ tone, title, children, retry }: NoticeProps) {
  const colour = tone === 'plain' ? undefined : `var(--thesis-${tone})`;
  return (
    <Paper role={tone === 'bad' ? 'alert' : 'status'} withBorder p="md" bg="var(--thesis-surface)" style={{ borderColor: colour ?? 'var(--thesis-line)' }}>
      <Stack gap="xs">
        {title && (
          <Text fw={700} {...(colour ? { c: colour } : {})}>
            {title}
          </Text>
        )}
        {children && (
          <Text component="div" size="sm">
            {children}
          </Text>
        )}
        {retry && (
          <Group>
            <Button size="sm" mih={44} variant="default" onClick={retry.onRetry}>
              {retry.label}
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

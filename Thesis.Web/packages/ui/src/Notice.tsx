import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Tone } from './StatusBadge.tsx';

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly retry?: { readonly label: string; readonly onRetry: () => void };
}

/** A message in the page. Bad news is announced at once, the rest when the reader is free. */
export const Notice = ({ tone, title, children, retry }: NoticeProps) => (
  <Alert
    role={tone === 'bad' ? 'alert' : 'status'}
    variant="outline"
    bg="var(--thesis-surface)"
    title={title}
    styles={{
      root: { borderColor: tone === 'plain' ? 'var(--thesis-line)' : `var(--thesis-${tone})` },
      title: { color: tone === 'plain' ? 'inherit' : `var(--thesis-${tone})` },
    }}
  >
    <Stack gap="xs">
      {children && (
        <Text component="div" size="sm">
          {children}
        </Text>
      )}
      {retry && (
        <Group>
          <Button size="sm" variant="default" onClick={retry.onRetry}>
            {retry.label}
          </Button>
        </Group>
      )}
    </Stack>
  </Alert>
);

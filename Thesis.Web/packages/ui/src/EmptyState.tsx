import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Card } from './Card.tsx';

interface EmptyStateProps {
  readonly title: string;
  /** Says what to do now. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

export const EmptyState = ({ title, children, action }: EmptyStateProps) => (
  <Card py="xl">
    <Stack align="center" gap="xs" ta="center">
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw={480}>
        {children}
      </Text>
      {action}
    </Stack>
  </Card>
);

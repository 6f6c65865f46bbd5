import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';

interface ScreenProps {
  /** The heading, and the page's title. */
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  /** Widest content in px; text-heavy screens stay narrow. */
  readonly width?: number;
  readonly children: ReactNode;
}

let visited = false;

/** One screen: its title is the page's title, and takes the focus when the screen opens so that a screen reader reads it. */
export function Screen({ title, lead, actions, width = 960, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · thesis`;
  }, [title]);
  useEffect(() => {
    // Not on the first screen of a visit: there the browser's own order is right, and the skip link comes first.
    if (visited) heading.current?.focus({ preventScroll: true });
    visited = true;
    window.scrollTo({ top: 0 });
  }, []);
  return (
    <Box maw={width} mx="auto" w="100%">
      <Stack gap="lg">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box>
            <Title order={1} ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
              {title}
            </Title>
            {lead && (
              <Text c="dimmed" maw={680}>
                {lead}
              </Text>
            )}
          </Box>
          {actions && <Group gap="sm">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </Box>
  );
}

import { Box, Text } from '@mantine/core';

interface FigureProps {
  readonly label: string;
  readonly value: string;
  /** The period or the source, e.g. "since 1 December". */
  readonly note?: string;
}

/** One figure with its caption; stands in a `dl`. */
export const Figure = ({ label, value, note }: FigureProps) => (
  <Box>
    <Text component="dt" size="sm" c="dimmed">
      {label}
    </Text>
    <Text component="dd" m={0} fw={700} fz="1.5rem" style={{ fontVariantNumeric: 'tabular-nums' }}>
      {value}
    </Text>
    {note && (
      <Text component="dd" m={0} size="xs" c="dimmed">
        {note}
      </Text>
    )}
  </Box>
);

import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** The shape of a list while it loads. */
export const ListSkeleton = ({ label, rows = 3, height = 92 }: { readonly label: string; readonly rows?: number; readonly height?: number }) => (
  <Stack gap="sm" aria-busy="true">
    <VisuallyHidden role="status">{label}</VisuallyHidden>
    {Array.from({ length: rows }, (_, row) => (
      <Skeleton key={row} height={height} radius="md" />
    ))}
  </Stack>
);

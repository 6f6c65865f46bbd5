import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './screen.css';

// What every page needs. Inputs are in @thesis/ui/forms, those that bring much along in @thesis/ui/pickers, tables and the like in
// @thesis/ui/data: they are fetched by the screens that use them. Portals never import @mantine/core: what is shared is what is used.
export {
  Anchor, Box, Button, Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title,
  VisuallyHidden, useMantineColorScheme,
} from '@mantine/core';
export { useLocalStorage, useMediaQuery, useReducedMotion } from '@mantine/hooks';
export { Card } from './Card.tsx';
export { EmptyState } from './EmptyState.tsx';
export { ErrorBoundary } from './ErrorBoundary.tsx';
export { Figure } from './Figure.tsx';
export { FromTo } from './FromTo.tsx';
export { ListSkeleton } from './ListSkeleton.tsx';
export { Notice } from './Notice.tsx';
export { Screen } from './Screen.tsx';
export { StatusBadge, type Tone } from './StatusBadge.tsx';
export { ThesisTheme } from './ThesisTheme.tsx';
export { toast } from './toast.ts';

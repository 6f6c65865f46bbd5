import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { readableColours, theme } from './palette.ts';

/** Gives a page the design system: theme, light or dark as the device says or the user chose, and toasts. */
export const ThesisTheme = ({ children }: { readonly children: ReactNode }) => (
  <MantineProvider theme={theme} cssVariablesResolver={readableColours} defaultColorScheme="auto">
    <Notifications position="bottom-center" limit={3} />
    {children}
  </MantineProvider>
);

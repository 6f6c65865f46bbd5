import { MantineProvider } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import { readableColours, theme } from './palette.ts';

const Toasts = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }));

/** Gives a page the design system: theme, light or dark as the device says or the user chose, and toasts. */
export const ThesisTheme = ({ children }: { readonly children: ReactNode }) => (
  <MantineProvider theme={theme} cssVariablesResolver={readableColours} defaultColorScheme="auto">
    {children}
    <Suspense fallback={null}>
      <Toasts position="bottom-center" limit={3} />
    </Suspense>
  </MantineProvider>
);

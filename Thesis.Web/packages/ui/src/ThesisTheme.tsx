import { DirectionProvider, MantineProvider } from '@mantine/core';
import { lazy, Suspense, useSyncExternalStore, type ReactNode } from 'react';
import { readableColours, theme } from './palette.ts';
import { toastsWanted } from './toast.ts';

const Toasts = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }));

/** Gives a page the design system: theme, light or dark as the device says or the user chose, and toasts. */
export const ThesisTheme = ({ children }: { readonly children: ReactNode }) => (
  <DirectionProvider>
    <MantineProvider theme={theme} cssVariablesResolver={readableColours} defaultColorScheme="auto">
      {children}
      <ToastsWhenWanted />
    </MantineProvider>
  </DirectionProvider>
);

function ToastsWhenWanted() {
  const wanted = useSyncExternalStore(toastsWanted.subscribe, toastsWanted.get, toastsWanted.get);
  return wanted ? (
    <Suspense fallback={null}>
      <Toasts position="bottom-center" limit={3} />
    </Suspense>
  ) : null;
}

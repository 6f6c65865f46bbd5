import { registerShared } from '@module-federation/runtime';

const VERSION = '1.0.0';

const part = (load: () => Promise<unknown>) => ({
  version: VERSION,
  scope: 'default',
  get: async () => {
    const module = await load();
    return () => module;
  },
  shareConfig: { singleton: true, requiredVersion: '*' as const },
});

/** Parts of the design system that a portal gets from the shell when one of its screens first uses them. */
export const registerOnDemandParts = (): void =>
  registerShared({
    '@thesis/ui/forms': part(() => import('@thesis/ui/forms')),
    '@thesis/ui/pickers': part(() => import('@thesis/ui/pickers')),
    '@thesis/ui/data': part(() => import('@thesis/ui/data')),
  });

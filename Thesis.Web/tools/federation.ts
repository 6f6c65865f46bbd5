import { federation } from '@module-federation/vite';
import react from '@vitejs/plugin-react';
import type { UserConfig } from 'vite';

// The shell provides these, one instance for the page; portals carry no copy. Whether a portal fits is said by the contract's
// number (packages/portal/src/contract.ts), not by versions that npm compares.
const EVERYWHERE = ['react', 'react-dom', '@thesis/api', '@thesis/i18n', '@thesis/portal', '@thesis/realtime', '@thesis/ui'];
// Fetched when a screen first uses them: the shell registers them itself (apps/shell/src/portals/on-demand.ts), because what is
// declared here is fetched at the start.
const ON_DEMAND = ['@thesis/ui/forms', '@thesis/ui/data'];
/** For portals with a screen that has pickers. */
export const WITH_PICKERS = [...ON_DEMAND, '@thesis/ui/pickers'];

type Sharing = Readonly<Record<string, { readonly singleton: true; readonly requiredVersion: string; readonly eager?: boolean; readonly import?: false }>>;

const each = (names: readonly string[], how: { readonly eager?: boolean; readonly import?: false }): Sharing =>
  Object.fromEntries(names.map((name) => [name, { singleton: true, requiredVersion: '*', ...how }]));

const provided = each(EVERYWHERE, { eager: true });

const build = { target: 'es2022', sourcemap: false, modulePreload: { polyfill: false } } as const;

/** The page itself, built into dist/. */
export const shell = (): UserConfig => ({
  plugins: [
    react(),
    federation({
      name: 'shell',
      filename: 'shellEntry.js',
      remotes: {},
      shared: provided,
      dts: false,
      disableSnapshot: true,
      experiments: { provideExternalRuntime: true },
    }),
  ],
  build: { ...build, outDir: '../../dist', emptyOutDir: false },
});

/**
 * A portal, built alone into dist/remotes/<name>/, from where the shell loads its remoteEntry.js.
 * @param onDemand The parts that it uses; one that is named but used nowhere would be fetched with the portal.
 */
export const portal = (name: string, onDemand: readonly string[] = ON_DEMAND): UserConfig => ({
  base: `/remotes/${name}/`,
  plugins: [
    react(),
    federation({
      name,
      filename: 'remoteEntry.js',
      exposes: { './portal': './src/portal.ts' },
      shared: each([...EVERYWHERE, ...onDemand], { import: false }),
      dts: false,
      disableSnapshot: true,
      disableRemote: true,
      experiments: { externalRuntime: true },
    }),
  ],
  build: { ...build, outDir: `../../dist/remotes/${name}`, emptyOutDir: true, rollupOptions: { input: 'src/portal.ts' } },
});

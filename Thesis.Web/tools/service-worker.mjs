// Builds dist/service-worker.js once everything else is built: it knows every file that the page needs without a network.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
// The shell and the driver's portal, whose users are on the road; maps are fetched when they are first looked at.
const KEPT = /^(index\.html|shellEntry\.js|icon[^/]*|manifest\.webmanifest|assets\/.*\.(js|css)|remotes\/driver\/.*\.(js|css))$/;

const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);

export async function buildServiceWorker() {
  const names = readdirSync(`${root}dist`, { recursive: true }).map((name) => name.replaceAll('\\', '/')).filter((name) => KEPT.test(name)).sort();
  // A name with a hash in it is its own revision.
  const files = names.map((name) => ({ url: `/${name}`, revision: name.includes('assets/') ? null : digest(readFileSync(`${root}dist/${name}`)) }));
  await build({
    configFile: false,
    logLevel: 'warn',
    root: `${root}apps/shell`,
    publicDir: false,
    define: { FILES: JSON.stringify(files), VERSION: JSON.stringify(digest(JSON.stringify(files))), 'process.env.NODE_ENV': '"production"' },
    build: { outDir: '../../dist', emptyOutDir: false, target: 'es2022', modulePreload: false, rollupOptions: { input: 'src/service-worker.ts', output: { format: 'iife', entryFileNames: 'service-worker.js' } } },
  });
}

// Builds the shell and every portal into dist/, which the BFF serves. `node tools/build.mjs donor ngo` builds only those.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prerender } from './prerender.mjs';
import { buildServiceWorker } from './service-worker.mjs';

const APPS = ['shell', 'marketing', 'donor', 'ngo', 'driver', 'admin'];
const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv.slice(2);
if (wanted.length === 0) rmSync(`${root}dist`, { recursive: true, force: true });

const build = (app) =>
  new Promise((resolve, reject) => {
    const vite = spawn('npx', ['vite', 'build', '--logLevel', 'warn'], { cwd: `${root}apps/${app}`, stdio: 'inherit' });
    vite.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`apps/${app} was not built.`))));
  });

const waiting = wanted.length === 0 ? APPS : wanted;
// Two at a time: as many as a small machine has cores.
const builder = async () => {
  for (let app = waiting.shift(); app !== undefined; app = waiting.shift()) await build(app);
};
await Promise.all([builder(), builder()]);
await prerender();
await buildServiceWorker();

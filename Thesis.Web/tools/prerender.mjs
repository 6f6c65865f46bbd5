// Writes the public page into dist/index.html, where it is read without JavaScript: by people, and by what indexes pages.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

export async function prerender() {
  const vite = await createServer({ root, configFile: false, appType: 'custom', logLevel: 'warn', server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true }, plugins: [react()] });
  try {
    const { prerender: html } = await vite.ssrLoadModule('/apps/marketing/src/prerender.tsx');
    const page = `${root}dist/index.html`;
    const bare = readFileSync(page, 'utf8').replace(/<noscript>.*?<\/noscript>/s, '');
    writeFileSync(page, bare.replace('<div id="root"></div>', () => `<div id="root"></div><noscript>${html()}</noscript>`));
  } finally {
    await vite.close();
  }
}

// What a visitor downloads at first: JavaScript of the shell, and of each portal's first screen, compressed. Fails over the budget.
import { gzipSync } from 'node:zlib';
import { TestServer } from '../test/browser/test-server.ts';
import { openBrowser, settled, visit } from '../test/browser/visit.ts';

const SHELL_KB = 180;
const PORTAL_KB = 90;
const HOMES = [[null, '/'], ['donor1', '/donor'], ['ngo1', '/ngo'], ['driver1', '/driver'], ['dispatcher', '/admin']] as const;

const standIn = new TestServer();
const base = await standIn.start();
const browser = await openBrowser();
let over = false;

for (const [user, path] of HOMES) {
  standIn.user = user;
  const { page, close } = await visit(browser, base);
  const sizes = { shell: 0, portal: 0 };
  page.on('response', async (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.endsWith('.js')) return;
    const bytes = gzipSync(await response.body(), { level: 9 }).length;
    // The live connection is fetched after the first screen is shown.
    if (/live-connection/.test(pathname)) return;
    sizes[pathname.startsWith('/remotes/') ? 'portal' : 'shell'] += bytes;
  });
  await page.goto(path);
  await settled(page);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await close();
  const [shellKb, portalKb] = [sizes.shell / 1000, sizes.portal / 1000];
  // Inputs and tables that a portal's first screen asks for come from the shell; only the visitor's page is the shell alone.
  const fits = (path !== '/' || shellKb <= SHELL_KB) && portalKb <= PORTAL_KB;
  over ||= !fits;
  console.log(`${path.padEnd(8)} shell ${shellKb.toFixed(1).padStart(6)} KB   portal ${portalKb.toFixed(1).padStart(6)} KB   ${fits ? 'fits' : 'TOO LARGE'}`);
}

await browser.close();
await standIn.stop();
console.log(`At most ${SHELL_KB} KB of shell for a visitor and ${PORTAL_KB} KB for a portal's first screen.`);
process.exitCode = over ? 1 : 0;

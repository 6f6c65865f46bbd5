// Prints what a visitor downloads at first. Fails over the budget; `npm run test:browser` holds it too.
import { firstLoad, fits, HOMES, PORTAL_KB, SHELL_KB, SIGNED_IN_KB } from '../test/browser/budget.ts';
import { TestServer } from '../test/browser/test-server.ts';
import { openBrowser } from '../test/browser/visit.ts';

const standIn = new TestServer();
const base = await standIn.start();
const browser = await openBrowser();
for (const [user, path] of HOMES) {
  const load = await firstLoad(browser, standIn, base, user, path);
  if (!fits(user, load)) process.exitCode = 1;
  console.log(`${path.padEnd(8)} shell ${load.shellKb.toFixed(1).padStart(6)} KB   portal ${load.portalKb.toFixed(1).padStart(6)} KB   ${fits(user, load) ? 'fits' : 'TOO LARGE'}`);
}
await browser.close();
await standIn.stop();
console.log(`At most ${SHELL_KB} KB of shell for a visitor, ${SIGNED_IN_KB} KB for somebody who is signed in, and ${PORTAL_KB} KB for a portal's first screen.`);

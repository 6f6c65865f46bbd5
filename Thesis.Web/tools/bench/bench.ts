// Measures the built portals and prints the figures as JSON on the last line. `./thesis bench web` runs it and writes the report.
import { firstLoad, HOMES, mostOf, PORTAL_KB } from '../../test/browser/budget.ts';
import { TestServer } from '../../test/browser/test-server.ts';
import { openBrowser } from '../../test/browser/visit.ts';
import type { Figure } from './figure.ts';
import { boardFigures, mapFigures } from './in-page.ts';
import { lighthouseFigures } from './lighthouse.ts';

async function loadFigures(): Promise<readonly Figure[]> {
  const standIn = new TestServer();
  const base = await standIn.start();
  const browser = await openBrowser();
  const figures: Figure[] = [];
  for (const [user, path] of HOMES) {
    const { shellKb, portalKb } = await firstLoad(browser, standIn, base, user, path);
    figures.push({ name: `shell at ${path}`, value: shellKb, unit: 'KB compressed', target: mostOf(user), better: 'lower' });
    figures.push({ name: `portal at ${path}`, value: portalKb, unit: 'KB compressed', target: PORTAL_KB, better: 'lower' });
  }
  await browser.close();
  await standIn.stop();
  return figures;
}

const lines: string[] = [];
const figures: Figure[] = [];
for (const part of [loadFigures, mapFigures, boardFigures, () => lighthouseFigures((line) => lines.push(line))]) {
  const measured = await part();
  figures.push(...measured);
  // Said as they come: Lighthouse takes minutes.
  for (const { name, value, unit } of measured) console.error(`${name}: ${value.toFixed(1)} ${unit}`);
}
console.log(JSON.stringify({ figures, lines }));
process.exit(0);

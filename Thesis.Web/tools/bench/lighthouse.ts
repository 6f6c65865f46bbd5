import lighthouse, { desktopConfig } from 'lighthouse';
import { chromium } from 'playwright-core';
import { createServer } from 'node:net';
import { HOMES } from '../../test/browser/budget.ts';
import { TestServer } from '../../test/browser/test-server.ts';
import type { Figure } from './figure.ts';
import { quietHub } from './quiet-hub.ts';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const DEVICES = ['mobile', 'desktop'] as const;
const FAST: Readonly<Record<(typeof DEVICES)[number], number>> = { mobile: 90, desktop: 98 };
const LCP_S = 2;

const freePort = (): Promise<number> => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number };
    server.close(() => resolve(port));
  });
});

/** Lighthouse on the public page and on each portal's first screen: a slow telephone on a slow network, and a desktop. */
export async function lighthouseFigures(onPage: (line: string) => void): Promise<readonly Figure[]> {
  const standIn = new TestServer();
  const base = await standIn.start();
  quietHub(standIn.http);
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`, '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const figures: Figure[] = [];
  try {
    for (const [user, path] of HOMES) {
      for (const device of DEVICES) {
        standIn.user = user;
        const result = await lighthouse(base + path, { port, logLevel: 'error', onlyCategories: [...CATEGORIES] }, device === 'desktop' ? desktopConfig : undefined);
        if (!result) throw new Error(`Lighthouse gave no result for ${path}.`);
        const { categories, audits } = result.lhr;
        const name = `${path} on ${device === 'mobile' ? 'a slow phone' : 'a desktop'}`;
        for (const category of CATEGORIES) {
          figures.push({ name: `${category}, ${name}`, value: Math.round(100 * (categories[category]?.score ?? 0)), unit: 'of 100', target: category === 'performance' ? FAST[device] : 100, better: 'higher' });
        }
        figures.push({ name: `largest contentful paint, ${name}`, value: (audits['largest-contentful-paint']?.numericValue ?? NaN) / 1000, unit: 's', target: LCP_S, better: 'lower' });
        const lost = Object.values(audits).filter((audit) => audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== 'informative').map((audit) => audit.id);
        onPage(`${name}: ${CATEGORIES.map((category) => `${category} ${Math.round(100 * (categories[category]?.score ?? 0))}`).join(', ')}${lost.length > 0 ? `; below 90: ${lost.join(', ')}` : ''}`);
      }
    }
  } finally {
    await browser.close();
    await standIn.stop();
  }
  return figures;
}

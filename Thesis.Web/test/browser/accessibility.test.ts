import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCREENS, WIDTHS } from './screens.ts';
import { TestServer } from './test-server.ts';
import { breaches, openBrowser, settled, tooWide, visit, type Visit } from './visit.ts';

// SCREENSHOTS=<folder> keeps a picture of every screen, to be looked at.
const pictures = process.env.SCREENSHOTS;
const standIn = new TestServer();
let browser: Browser;
let base: string;
let window: Visit;

beforeAll(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true });
  [browser, base] = await Promise.all([openBrowser(), standIn.start()]);
  window = await visit(browser, base);
});
afterAll(async () => {
  await browser.close();
  await standIn.stop();
});

describe.each(SCREENS)('%s', (name, user, path) => {
  it('is accessible in light and dark, fits every width, and has no faults', async () => {
    const { page, faults } = window;
    standIn.user = user;
    await page.setViewportSize({ width: WIDTHS[0], height: 900 });
    await page.goto(path);
    await settled(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      expect(await tooWide(page), `${width} px`).toEqual([]);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        if (pictures) await page.screenshot({ path: `${pictures}/${name}-${width}-${colorScheme}.png`, fullPage: true });
        // The narrow layout in both; the wide one, whose colours are the same, once.
        if (width === 390 || (width === 1440 && colorScheme === 'light')) expect(await breaches(page), `${width} px, ${colorScheme}`).toEqual([]);
      }
    }
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await tooWide(page), '320 px').toEqual([]);
    expect(faults.splice(0)).toEqual([]);
  });
});

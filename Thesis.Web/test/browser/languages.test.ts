import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from './test-server.ts';
import { breaches, openBrowser, settled, tooWide, visit } from './visit.ts';

const standIn = new TestServer();
let browser: Browser;
let base: string;

beforeAll(async () => void ([browser, base] = await Promise.all([openBrowser(), standIn.start()])));
afterAll(async () => {
  await browser.close();
  await standIn.stop();
});

const SCREENS = [[null, '/'], ['donor1', '/donor/post'], ['donor1', '/donor/recurring/tpl_1'], ['donor1', '/settings/profile'], ['ngo1', '/ngo'], ['ngo1', '/ngo/calendar'], ['ngo1', '/ngo/intake'], ['driver1', '/driver'], ['driver1', '/driver/orders/ord_4'], ['dispatcher', '/admin'], ['dispatcher', '/admin/runs?compare=run_1,run_2'], ['dispatcher', '/admin/places'],
  ['dispatcher', '/admin?order=ord_4'], ['admin', '/admin/regions/new'], ['admin', '/admin/audit'], ['admin', '/admin/messages'], ['admin', '/admin/performance'], ['dispatcher', '/admin/figures']] as const;

describe.each([['es', 'ltr'], ['ar', 'rtl'], ['hi', 'ltr']] as const)('in %s', (language, direction) => {
  it('every portal is complete, fits a phone, and is read in its direction', async () => {
    const { page, faults, close } = await visit(browser, base, { locale: language, viewport: { width: 390, height: 844 } });
    for (const [user, path] of SCREENS) {
      standIn.user = user;
      await page.goto(path);
      await settled(page);
      expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([language, direction]);
      expect(await tooWide(page), path).toEqual([]);
      // A name that no message file has would stand there as it is.
      expect(await page.evaluate(() => /\b[a-z]+\.[a-z]+(\.[a-z]+)?\b/i.exec(document.querySelector('main')?.innerText ?? '')?.[0] ?? null), path).toBeNull();
      expect(await breaches(page), path).toEqual([]);
      if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${language}${path.replaceAll(/[/?=,]/g, '-')}.png`, fullPage: true });
    }
    expect(faults).toEqual([]);
    await close();
  });
});

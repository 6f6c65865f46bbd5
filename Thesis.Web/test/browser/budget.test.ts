import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstLoad, HOMES, mostOf, PORTAL_KB } from './budget.ts';
import { TestServer } from './test-server.ts';
import { openBrowser } from './visit.ts';

const standIn = new TestServer();
let browser: Browser;
let base: string;

beforeAll(async () => void ([browser, base] = await Promise.all([openBrowser(), standIn.start()])));
afterAll(async () => {
  await browser.close();
  await standIn.stop();
});

it.each(HOMES)('the first load of %s at %s is within its budget', async (user, path) => {
  const { shellKb, portalKb } = await firstLoad(browser, standIn, base, user, path);
  expect(portalKb).toBeLessThanOrEqual(PORTAL_KB);
  expect(shellKb).toBeLessThanOrEqual(mostOf(user));
  // The shell alone is more than this: less was not read.
  expect(shellKb).toBeGreaterThan(50);
});

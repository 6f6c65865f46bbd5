import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { TestServer } from './test-server.ts';
import { breaches, openBrowser, settled, visit, type Visit } from './visit.ts';

const standIn = new TestServer();
let browser: Browser;
let base: string;
let donor: Visit;

beforeAll(async () => void ([browser, base] = await Promise.all([openBrowser(), standIn.start()])));
afterAll(async () => {
  await browser.close();
  await standIn.stop();
});
beforeEach(async () => {
  Object.assign(standIn, { user: 'donor1', down: null });
  standIn.calls.length = 0;
  donor = await visit(browser, base);
});
afterEach(() => donor.close());

const fillIn = async ({ page }: Visit) => {
  await page.goto('/donor/post');
  await settled(page);
  await page.getByRole('combobox', { name: 'Where is it?' }).click();
  await page.getByRole('option', { name: /Sunset Bakery/ }).click();
  await page.getByLabel('What is it?').fill('Rye bread');
  await page.getByText('Bread & pastries', { exact: true }).click();
  await page.getByLabel('How much?').fill('40');
};

it('a portal that is down is named in its place, and comes when it is tried again', async () => {
  standIn.down = /^\/remotes\/donor\//;
  const { page } = donor;
  await page.goto('/donor');
  await page.getByText('This part of thesis cannot be reached').waitFor();
  await page.getByRole('link', { name: /Account/ }).waitFor();
  standIn.down = null;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Your donations' }).waitFor();
});

it('a lost answer and a second press make one donation', async () => {
  const { page } = donor;
  await fillIn(donor);
  // The server carries it out; its answer does not arrive. (A closed socket would not do: browsers ask again by themselves.)
  await page.route('**/api/v1/donations', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  }, { times: 1 });
  await page.getByRole('button', { name: 'Post it' }).click();
  await page.getByText('No answer yet.').waitFor();
  expect(await page.getByLabel('What is it?').isDisabled()).toBe(true);
  await page.waitForURL(/donations\/don_1/);
  const posts = standIn.calls.filter((call) => call.method === 'POST');
  expect(posts.length).toBeGreaterThanOrEqual(2);
  expect(new Set(posts.map((post) => post.key)).size).toBe(1);
  expect(new Set(posts.map((post) => JSON.stringify(post.body))).size).toBe(1);
});

it('a session that ends in the middle of a form leaves the form as it is', async () => {
  const { page } = donor;
  await fillIn(donor);
  standIn.user = null;
  await page.getByRole('button', { name: 'Post it' }).click();
  await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
  expect(await breaches(page)).toEqual([]);
  const popup = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await popup;
  await page.waitForURL(/donations\/don_1/);
  expect(standIn.calls.filter((call) => call.method === 'POST').every((call) => (call.body as { title: string }).title === 'Rye bread')).toBe(true);
});

it('a page without network stays, and says so', async () => {
  const { page } = donor;
  await page.goto('/donor');
  await settled(page);
  await page.context().setOffline(true);
  await page.getByText('You are offline.').waitFor();
  expect(await page.getByRole('heading', { name: 'Your donations' }).isVisible()).toBe(true);
  await page.context().setOffline(false);
  await page.getByText('You are offline.').waitFor({ state: 'detached' });
});

it('every screen has an address, takes the focus, and Back leads back', async () => {
  const { page } = donor;
  await page.goto('/donor');
  await settled(page);
  await page.getByRole('link', { name: 'Cooked rice with vegetables', exact: true }).click();
  await page.waitForURL('**/donor/donations/don_2');
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
  expect(await page.title()).toContain('Cooked rice');
  await page.goBack();
  await page.getByRole('heading', { name: 'Your donations' }).waitFor();
});

it('the page is in the language that is chosen, and says which', async () => {
  const { page } = donor;
  await page.goto('/settings');
  await settled(page);
  await page.getByLabel('Language').selectOption('ar');
  await page.getByRole('heading', { name: 'الإعدادات' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('ar');
  await page.goto('/donor');
  await page.getByRole('heading', { name: 'تبرعاتك' }).waitFor();
});

it('what is wrong in a form is named, marked, and focused', async () => {
  const { page } = donor;
  await fillIn(donor);
  await page.getByLabel('How much?').fill('5.000');
  await page.getByRole('button', { name: 'Post it' }).click();
  await page.getByText('Do you mean 5 or 5,000?').waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
  expect(standIn.calls.filter((call) => call.method === 'POST')).toEqual([]);
});

it('the public page is read without JavaScript, and leads to the sign-in', async () => {
  standIn.user = null;
  const reader = await visit(browser, base, { javaScriptEnabled: false });
  await reader.page.goto('/');
  await reader.page.getByRole('heading', { level: 1, name: 'Food that is left over' }).waitFor();
  expect(await reader.page.getByRole('heading', { level: 3 }).allTextContents()).toContain('Charities');
  expect(await reader.page.getByRole('link', { name: 'Sign in' }).first().getAttribute('href')).toBe('/bff/login?returnUrl=%2F');
  await reader.close();
});

it('a page that is opened without a network, and without anything kept, says so and offers to try again', async () => {
  standIn.down = /^\/(bff|api)\//;
  const { page } = donor;
  await page.goto('/donor');
  await page.getByText('You are offline.').first().waitFor();
  standIn.down = null;
  await page.getByRole('heading', { name: 'Your donations' }).waitFor();
});

it('lists are read once, and within 200 KB', async () => {
  const { page } = donor;
  let bytes = 0;
  page.on('response', async (response) => {
    if (response.url().includes('/api/')) bytes += (await response.body()).length;
  });
  await page.goto('/donor');
  await settled(page);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  const asked = standIn.calls.map((call) => `${call.path}?${call.query}`);
  expect(asked).toEqual([...new Set(asked)]);
  expect(bytes).toBeLessThan(200_000);
});

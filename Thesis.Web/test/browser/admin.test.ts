import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { TestServer } from './test-server.ts';
import { breaches, openBrowser, settled, visit, type Visit } from './visit.ts';

const standIn = new TestServer();
let browser: Browser;
let base: string;
let dispatcher: Visit;

beforeAll(async () => void ([browser, base] = await Promise.all([openBrowser(), standIn.start()])));
afterAll(async () => {
  await browser.close();
  await standIn.stop();
});
beforeEach(async () => {
  Object.assign(standIn, { user: 'dispatcher', down: null, instead: null });
  standIn.calls.length = 0;
  dispatcher = await visit(browser, base);
});
afterEach(() => dispatcher.close());

const written = () => standIn.calls.filter((call) => call.method !== 'GET');

it('the board’s search is in its address, shows the same when it is opened again, and can be kept as a view', async () => {
  const { page } = dispatcher;
  await page.goto('/admin');
  await settled(page);
  await page.getByLabel('Search food, donor, charity').fill('apples');
  await page.getByText('1 of 5 shown').waitFor();
  expect(page.url()).toContain('q=apples');
  await page.reload();
  await page.getByText('1 of 5 shown').waitFor();
  await page.getByRole('button', { name: 'Keep this view…' }).click();
  await page.getByLabel('Name of the view').fill('Fruit');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByLabel('Search food, donor, charity').fill('');
  await page.getByText('5 of 5 shown').waitFor();
  await page.getByRole('button', { name: 'Fruit', exact: true }).click();
  await page.getByText('1 of 5 shown').waitFor();
});

it('an order opens beside the board, takes the focus, and Escape closes it and gives the focus back', async () => {
  const { page } = dispatcher;
  await page.goto('/admin');
  await settled(page);
  await page.getByRole('link', { name: /Apples/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.waitForFunction(() => document.querySelector('[role=dialog]')?.contains(document.activeElement));
  expect(page.url()).toContain('order=ord_5');
  expect(await breaches(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.textContent?.includes('Apples'));
});

it('an order is called off with the reason that those concerned read', async () => {
  const { page } = dispatcher;
  await page.goto('/admin?order=ord_4');
  await page.getByLabel('Call it off because').fill('The charity has a burst pipe.');
  await page.getByRole('button', { name: 'Call off' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(written().map(({ path, body }) => [path, body])).toEqual([['/api/v1/orders/ord_4/cancel', { reason: 'The charity has a burst pipe.' }]]);
});

it('two runs are compared: their figures, and who gains and loses', async () => {
  const { page } = dispatcher;
  await page.goto('/admin/runs');
  await settled(page);
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByRole('heading', { name: 'Side by side' }).waitFor();
  await page.getByText('Riverside Kitchen: 60 kg more').waitFor();
  await page.getByText('Corner Pantry: 60 kg less').waitFor();
});

it('an explanation leads to the action that helps, and the change is saved on what was read', async () => {
  const { page } = dispatcher;
  await page.goto('/admin/runs/run_1?show=ngo');
  await page.getByRole('link', { name: 'Change its capacity' }).click();
  await page.getByRole('button', { name: 'Capacity' }).click();
  await page.getByLabel('Deliveries a day').fill('12');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved. The region is planned anew.').waitFor();
  expect(written()[0]?.body).toMatchObject({ name: 'Corner Pantry', dailySlots: 12, dailyCapacityKg: 500 });
});

it('whoever waits for approval is approved', async () => {
  const { page } = dispatcher;
  await page.goto('/admin/places');
  await page.getByRole('heading', { name: 'New Corner Shop' }).waitFor();
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(() => written().map((call) => call.path)).toEqual(['/api/v1/donors/dnr_9/verify']);
});

it('a list is checked before it is imported, with its columns as they are chosen', async () => {
  const { page } = dispatcher;
  await page.goto('/admin/import');
  await settled(page);
  await page.getByLabel('Region').fill('Los Angeles');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: /^File/ }).click()]);
  await chooser.setFiles({ name: 'donors.csv', mimeType: 'text/csv', buffer: Buffer.from('Agency,Street,Lat,Lon,Phone\nA,1 Main St,34,-118,555\n') });
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('must be from -90 to 90 degrees').waitFor();
  expect(await breaches(page)).toEqual([]);
  await page.getByLabel('Phone').selectOption('opening_hours');
  await expect.poll(() => written().at(-1)?.query.getAll('columns')).toEqual(['Phone:opening_hours']);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect.poll(() => written().at(-1)?.query.get('dryRun')).toBe('false');
  expect(written().map((call) => [call.query.get('region'), typeof call.body])).toEqual(Array(3).fill(['los-angeles', 'string']));
});

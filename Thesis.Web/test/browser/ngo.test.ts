import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { TestServer } from './test-server.ts';
import { breaches, openBrowser, settled, visit, type Visit } from './visit.ts';

const standIn = new TestServer();
let browser: Browser;
let base: string;
let charity: Visit;

beforeAll(async () => void ([browser, base] = await Promise.all([openBrowser(), standIn.start()])));
afterAll(async () => {
  await browser.close();
  await standIn.stop();
});
beforeEach(async () => {
  Object.assign(standIn, { user: 'ngo1', down: null, instead: null });
  standIn.calls.length = 0;
  charity = await visit(browser, base, { viewport: { width: 390, height: 844 } });
});
afterEach(() => charity.close());

const written = () => standIn.calls.filter((call) => call.method !== 'GET').map(({ path, body }) => [path, body]);

it('a part of an offer is taken, and never more than what is offered', async () => {
  const { page } = charity;
  await page.goto('/ngo/orders/ord_1');
  await settled(page);
  await page.getByRole('button', { name: 'Take a part…' }).click();
  await page.getByLabel('How much, kg').fill('51');
  await page.getByRole('button', { name: 'Take this much' }).click();
  await page.getByText('Must be more than 0 and less than 50 kg.').waitFor();
  await page.getByLabel('How much, kg').fill('20');
  expect(await breaches(page)).toEqual([]);
  await page.getByRole('button', { name: 'Take this much' }).click();
  await expect.poll(written).toEqual([['/api/v1/orders/ord_1/accept', { kg: 20 }]]);
});

it('what was accepted is given back with a reason while it is not picked up', async () => {
  const { page } = charity;
  await page.goto('/ngo/orders/ord_4');
  await page.getByText('Code for the driver: 4711').waitFor();
  await page.getByRole('button', { name: 'We cannot take it after all…' }).click();
  await page.getByText('The driver is told').waitFor();
  await page.getByRole('button', { name: 'Nobody to receive it' }).click();
  await expect.poll(written).toEqual([['/api/v1/orders/ord_4/withdraw', { reason: 'Nobody to receive it' }]]);
});

it('a receipt is confirmed in one tap, or with weight, condition and what is wrong', async () => {
  const { page } = charity;
  await page.goto('/ngo/orders/ord_6');
  await settled(page);
  await page.getByRole('button', { name: 'Something is wrong…' }).click();
  await page.getByLabel('Received, kg').fill('30');
  await page.getByLabel('Condition').selectOption('partly_spoiled');
  await page.getByRole('button', { name: 'Confirm and report' }).click();
  await page.getByText('Say below what is wrong.').waitFor();
  await page.getByLabel('What is wrong?').fill('Two pots were warm.');
  expect(await breaches(page)).toEqual([]);
  await page.getByRole('button', { name: 'Confirm and report' }).click();
  await expect.poll(written).toEqual([['/api/v1/orders/ord_6/confirm', { kg: 30, quality: 'partly_spoiled', reason: 'Two pots were warm.' }]]);
  await page.getByRole('button', { name: 'Received', exact: true }).click();
  await expect.poll(() => written().at(-1)).toEqual(['/api/v1/orders/ord_6/confirm', { quality: 'good' }]);
});

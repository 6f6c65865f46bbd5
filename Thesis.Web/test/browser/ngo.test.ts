import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ngo } from './answers.ts';
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

const paused = { ...ngo, calendar: { ...ngo.calendar, resumesOn: '2099-01-05', pauseReason: 'Holidays' } };
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
  await page.getByLabel('Why not all of it?').selectOption('cold');
  expect(await breaches(page)).toEqual([]);
  await page.getByRole('button', { name: 'Take this much' }).click();
  await expect.poll(written).toEqual([['/api/v1/orders/ord_1/accept', { kg: 20, reason: 'No cold storage free' }]]);
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

it('intake is paused until a day, and taken up again', async () => {
  const { page } = charity;
  await page.goto('/ngo/intake');
  await settled(page);
  await page.getByRole('button', { name: 'Pause…' }).click();
  await page.getByLabel('First day with food again').fill('2020-01-01');
  await page.getByRole('button', { name: 'Pause now' }).click();
  await page.getByText('Choose a later day.').waitFor();
  await page.getByLabel('First day with food again').fill('2099-01-05');
  await page.getByLabel('Why? (dispatchers read it)').fill('Holidays');
  // What is typed outlives a reload.
  await page.reload();
  await settled(page);
  await page.getByRole('button', { name: 'Pause…' }).click();
  expect(await page.getByLabel('Why? (dispatchers read it)').inputValue()).toBe('Holidays');
  await page.getByText(/Nothing is offered to you for days before/).waitFor();
  expect(await breaches(page)).toEqual([]);
  standIn.instead = ({ path }) => (path === '/api/v1/ngos' ? { body: { items: [paused], nextPageToken: null } } : undefined);
  await page.getByRole('button', { name: 'Pause now' }).click();
  await expect.poll(written).toEqual([['/api/v1/ngos/ngo_1/pause', { resumesOn: '2099-01-05', reason: 'Holidays' }]]);
  await page.getByText(/^Paused; food again from/).waitFor();
  await page.getByRole('button', { name: 'Take food again' }).click();
  await expect.poll(() => written().at(-1)?.[0]).toBe('/api/v1/ngos/ngo_1/resume');
});

it('hours are written as people write them, and what is understood is shown before it is saved', async () => {
  const { page } = charity;
  await page.goto('/ngo/intake');
  await settled(page);
  await page.getByRole('button', { name: 'Write them as text instead' }).click();
  const field = page.getByLabel('Opening hours as you would write them');
  await field.fill('Mondays 9-5, 2nd Saturday 10-12, closed in August');
  await page.getByText('We read it as:').waitFor();
  await page.getByText('Saturday: 10:00–12:00 (second week of the month)').waitFor();
  standIn.instead = ({ path }) => (path === '/api/v1/ngos/opening-hours' ? { status: 400, body: { title: 'Not valid.', errors: { text: ["'Monday' has no times"] } } } : undefined);
  await field.fill('Monday');
  await page.getByText("'Monday' has no times").waitFor();
  expect(await breaches(page)).toEqual([]);
});

it('a day of the calendar is given another amount, and days are closed', async () => {
  const { page } = charity;
  await page.goto('/ngo/calendar');
  await settled(page);
  await page.getByText('Stocktaking').first().waitFor();
  await page.getByRole('button', { name: /^Change this day…/ }).first().click();
  await page.getByLabel('of another amount').check();
  await page.getByLabel('Most on this day, kg').fill('lots');
  await page.getByRole('button', { name: 'Set this day' }).click();
  await page.getByText('Write a number, for example 12.5.').waitFor();
  await page.getByLabel('Most on this day, kg').fill('50');
  expect(await breaches(page)).toEqual([]);
  await page.getByRole('button', { name: 'Set this day' }).click();
  await expect.poll(() => written().length).toBe(1);
  expect((written()[0]?.[1] as { days: { capacityKg: number }[] }).days.map(({ capacityKg }) => capacityKg)).toEqual([50, 900]);
  await settled(page);
  await page.getByLabel('First closed day').fill('2099-12-24');
  await page.getByLabel('Last closed day').fill('2099-12-26');
  await page.getByRole('button', { name: 'Close on these days' }).click();
  await expect.poll(() => (written().at(-1)?.[1] as { closures: { from: string }[] }).closures.map(({ from }) => from)).toContain('2099-12-24');
});

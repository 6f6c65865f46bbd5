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
  Object.assign(standIn, { user: 'donor1', down: null, instead: null });
  standIn.calls.length = 0;
  // A kitchen in Los Angeles, looked at from London.
  donor = await visit(browser, base, { viewport: { width: 390, height: 844 } });
});
afterEach(() => donor.close());

const written = () => standIn.calls.filter((call) => call.method !== 'GET').map(({ method, path, body }) => [method, path, body] as const);
const bodyOf = (index: number) => written()[index]?.[2] as Record<string, unknown>;

it('the last donation is posted again in two taps, by the clock of its region', async () => {
  const { page } = donor;
  await page.goto('/donor/post');
  await settled(page);
  await page.getByText(/your device is in another time zone/).waitFor();
  await page.getByRole('button', { name: /The same as last time/ }).click();
  await page.getByRole('button', { name: 'Post it' }).click();
  await page.waitForURL(/donations\/don_1/);
  const body = bodyOf(0);
  expect(body).toMatchObject({ title: 'Bread and pastries', quantityKg: 120 });
  // The window that was shown on the region's clock is an instant, to the minute.
  const before = standIn.calls.find((call) => call.path === '/api/v1/donations');
  expect(before).toBeDefined();
  expect(Math.abs(Date.parse(body.pickupFrom as string) - (Date.now() + 0.2 * 3_600_000))).toBeLessThan(2 * 60_000);
});

it('a donation is kept as a draft, and published from its page', async () => {
  const { page } = donor;
  await page.goto('/donor/post?like=don_1');
  await settled(page);
  await page.getByText('Allergens, notes for pickup and more').click();
  await page.getByText('Sesame', { exact: true }).click();
  await page.getByLabel('How to get in').fill('Ring at the back door');
  await page.getByLabel('Unit').selectOption('boxes');
  await page.getByLabel('How much?').fill('12');
  await page.getByText('That is 120 kg.').waitFor();
  expect(await breaches(page)).toEqual([]);
  await page.getByRole('button', { name: 'Keep as a draft' }).click();
  await page.waitForURL(/donations\/don_5/);
  expect(bodyOf(0)).toMatchObject({ draft: true, amount: 12, unit: 'box', unitKg: 10, allergens: ['sesame'], accessNotes: 'Ring at the back door' });
  await page.getByText('This is a draft').waitFor();
  await page.getByText(/Published, 120\skg are offered/).waitFor();
  await page.getByRole('button', { name: 'Publish it' }).click();
  await expect.poll(() => written().at(-1)?.slice(0, 2)).toEqual(['POST', '/api/v1/donations/don_5/publish']);
});

it('what is promised stays as it is when a donation is changed, and what follows is said before', async () => {
  const { page } = donor;
  await page.goto('/donor/donations/don_2/edit');
  await settled(page);
  await page.getByText(/100\skg are promised and rely on/).waitFor();
  expect(await page.getByText('When can it be picked up?').count()).toBe(0);
  await page.getByLabel('How much?').fill('150');
  await page.getByText(/30\skg more are offered/).waitFor();
  await page.getByText(/100\skg stay promised/).waitFor();
  await page.getByRole('button', { name: 'Save the change' }).click();
  await expect.poll(() => written()[0]?.slice(0, 2)).toEqual(['PUT', '/api/v1/donations/don_2']);
  expect(bodyOf(0)).toMatchObject({ quantityKg: 150, foodType: 'prepared', storageClass: 'chilled', allergens: ['celery', 'soy'] });
});

it('a recurring donation is made from a donation, skips a day, pauses and ends', async () => {
  const { page } = donor;
  await page.goto('/donor/recurring/new?like=don_1');
  await settled(page);
  await page.getByText('Monday', { exact: true }).click();
  await page.getByText('Thursday', { exact: true }).click();
  await page.getByText(/are offered to charities, 1 day before the pickup/).waitFor();
  expect(await breaches(page)).toEqual([]);
  await page.getByRole('button', { name: 'Let it post itself' }).click();
  await page.waitForURL(/\/donor\/recurring$/);
  expect(bodyOf(0)).toMatchObject({ title: 'Bread and pastries', quantityKg: 120, endsOn: null });
  expect((bodyOf(0).weekdays as string[]).length).toBeGreaterThanOrEqual(1);

  await settled(page);
  await page.getByText('The next days').first().click();
  await page.getByRole('button', { name: /^Skip: / }).first().click();
  await expect.poll(() => written().at(-1)?.slice(0, 2)).toEqual(['PUT', '/api/v1/donation-templates/tpl_1']);
  const skipped = written().at(-1)?.[2] as { exceptions: string[]; amount: number; unit: string };
  expect(skipped).toMatchObject({ amount: 6, unit: 'box' });
  expect(skipped.exceptions).toHaveLength(2);

  await page.getByRole('button', { name: 'Pause…' }).first().click();
  await page.getByLabel('First day that it is on again').fill('2099-01-05');
  await page.getByRole('button', { name: 'Pause until then' }).click();
  await expect.poll(() => (written().at(-1)?.[2] as { startsOn?: string } | undefined)?.startsOn).toBe('2099-01-05');
  await page.getByRole('button', { name: 'End it' }).first().click();
  await expect.poll(() => written().at(-1)?.slice(0, 2)).toEqual(['POST', '/api/v1/donation-templates/tpl_1/end']);
});

it('one charity\'s part is called off with a reason, and may be offered to it again; incidents are seen', async () => {
  const { page } = donor;
  await page.goto('/donor/donations/don_2');
  await settled(page);
  await page.getByText('Flat tyre on the freeway; half an hour late.').first().waitFor();
  await page.getByRole('button', { name: 'Call off this part…' }).first().click();
  await page.getByRole('button', { name: 'Call it off' }).click();
  await page.getByText('Say in a few words why.').waitFor();
  await page.getByLabel(/^Why\? Corner Pantry reads it/).fill('The fridge failed.');
  await page.getByLabel('It may be offered to Corner Pantry again').check();
  expect(await breaches(page)).toEqual([]);
  await page.getByRole('button', { name: 'Call it off' }).click();
  await expect.poll(() => written().at(-1)?.[2]).toEqual({ reason: 'The fridge failed.', offerAgain: true });
});

it('figures are those of the period in the address, and a calendar address is shown once', async () => {
  const { page } = donor;
  await page.goto('/donor/impact?period=custom&from=2026-03-01&until=2026-03-31');
  await settled(page);
  const asked = standIn.calls.find((call) => call.path === '/api/v1/impact');
  expect(Object.fromEntries(asked?.query ?? [])).toEqual({ from: '2026-03-01', until: '2026-03-31', period: 'day', groupBy: 'ngo' });
  await page.getByText(/What We Eat in America/).waitFor();
  await page.getByLabel('Until').fill('2026-02-01');
  await page.getByText(/the last not before the first/).waitFor();

  await page.goto('/settings/calendar');
  await settled(page);
  await page.getByRole('button', { name: 'Make an address' }).click();
  await page.getByLabel('Address').waitFor();
  expect(await page.getByLabel('Address').inputValue()).toMatch(/\/api\/v1\/calendars\/feed\/Zm9vZA\.ics$/);
  expect(await breaches(page)).toEqual([]);
});

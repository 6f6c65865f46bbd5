import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { TestServer } from './test-server.ts';
import { breaches, openBrowser, settled, visit, type Visit } from './visit.ts';

const standIn = new TestServer();
let browser: Browser;
let base: string;
let window: Visit;

beforeAll(async () => void ([browser, base] = await Promise.all([openBrowser(), standIn.start()])));
afterAll(async () => {
  await browser.close();
  await standIn.stop();
});
beforeEach(async () => {
  Object.assign(standIn, { user: 'admin', down: null, instead: null });
  standIn.calls.length = 0;
  standIn.reports.length = 0;
  window = await visit(browser, base);
});
afterEach(() => window.close());

const written = () => standIn.calls.filter((call) => call.method !== 'GET');

it('a dispatcher chooses orders by keys and assigns them; what is refused is said at its line, and stays chosen', async () => {
  standIn.user = 'dispatcher';
  standIn.instead = (call) => call.path === '/api/v1/orders/ord_4/assign' ? { status: 409, body: { title: 'Conflict', detail: 'This driver has the order already. Choose another driver.', traceId: '0' } } : undefined;
  const { page } = window;
  await page.goto('/admin');
  await page.getByText('Also here: Dana').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: /Tomatoes/ }).focus();
  await page.keyboard.press('x');
  await page.keyboard.press('l');
  await page.keyboard.press('x');
  await page.getByText('2 chosen').waitFor();
  await page.keyboard.press('a');
  await page.getByRole('dialog', { name: 'Assign 2 orders' }).waitFor();
  expect(await breaches(page)).toEqual([]);
  await page.getByRole('button', { name: 'Assign 2' }).click();
  await page.getByText('This driver has the order already. Choose another driver.').waitFor();
  await page.getByText('Not done').waitFor();
  expect(written().map(({ path, body, key }) => [path, body, typeof key]).sort()).toEqual([
    ['/api/v1/orders/ord_3/assign', { driverId: 'drv_1' }, 'string'], ['/api/v1/orders/ord_4/assign', { driverId: 'drv_1' }, 'string'],
  ]);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByText('1 chosen').waitFor();
});

it('a carried order ends with what arrived all the same; an incident is reported with kind and words', async () => {
  standIn.user = 'dispatcher';
  const { page } = window;
  await page.goto('/admin?order=ord_5');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Flat tyre on the freeway').first().waitFor();
  await dialog.getByText('Report an incident').click();
  await dialog.getByRole('button', { name: 'Report' }).click();
  await dialog.getByText('Choose what kind of incident it is.').waitFor();
  await dialog.getByLabel('What kind').selectOption('cooling_failed');
  await dialog.getByLabel('What happened').fill('The box was warm.');
  await dialog.getByRole('button', { name: 'Report' }).click();
  await expect.poll(() => written().map(({ path, body }) => [path, body])).toEqual([['/api/v1/orders/ord_5/incidents', { kind: 'cooling_failed', description: 'The box was warm.' }]]);
  await dialog.getByLabel('Arrived all the same').fill('90');
  await dialog.getByText('At most the 48').waitFor();
  await dialog.getByLabel('Arrived all the same').fill('20');
  await dialog.getByLabel('Call it off because').fill('The box was warm.');
  await dialog.getByLabel('What the driver carries').selectOption('gone');
  await dialog.getByRole('button', { name: 'Call off' }).click();
  await expect.poll(() => written().at(-1)?.body).toEqual({ reason: 'The box was warm.', deliveredKg: 20, rest: 'gone' });
});

it('a region is stated with what is wrong said at its field, by the page and by the server', async () => {
  const { page } = window;
  await page.goto('/admin/regions/new');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Give it a name.').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
  await page.getByLabel('Name', { exact: true }).fill('Porto Alegre');
  await page.getByLabel('Short name').fill('porto-alegre');
  await page.getByLabel('Time zone').fill('America/Sao_Paulo');
  await page.getByLabel('Currency').fill('brl');
  await page.getByRole('textbox', { name: 'Outline' }).fill('{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[-51,-30],[-51,-31],[-52,-31],[-51,-30]]]}}');
  await page.getByRole('img', { name: 'The outline as drawn' }).waitFor();
  expect(await breaches(page)).toEqual([]);
  standIn.instead = (call) => call.method === 'POST' ? { status: 400, body: { title: 'Bad request', detail: 'Some fields are not valid.', errors: { 'outline.coordinates[0]': ['must have at least 4 points'] }, traceId: '0' } } : undefined;
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('must have at least 4 points').waitFor();
  standIn.instead = null;
  await page.getByRole('textbox', { name: 'Outline' }).fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Regions' }).waitFor();
  expect(written().at(-1)?.body).toMatchObject({ region: 'porto-alegre', name: 'Porto Alegre', timeZone: 'America/Sao_Paulo', currency: 'BRL', outline: null, quietHours: { from: '22:00', until: '07:00' } });
});

it('the audit trails are one list; what changed is shown before and after, and one entry leads to all of its trace', async () => {
  const { page } = window;
  await page.goto('/admin/audit');
  await settled(page);
  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(['order assigned', 'region updated', 'order expired']);
  await page.getByText('2 changes').last().click();
  await page.getByRole('row', { name: /customs › time zone.*Etc\/UTC.*America\/Los_Angeles/ }).waitFor();
  await page.getByRole('button', { name: /All by: user-admin/ }).click();
  await page.waitForURL(/actor=user-admin/);
  await expect.poll(() => page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(['region updated']);
  await page.goBack();
  await expect.poll(() => page.getByRole('heading', { level: 2 }).count()).toBe(3);
});

it('a trail that cannot be read is named, and the others are shown', async () => {
  standIn.instead = (call) => call.path === '/api/v1/audit/regions' ? { status: 403, body: { title: 'No.', traceId: '0' } } : undefined;
  const { page } = window;
  await page.goto('/admin/audit');
  await page.getByText('Not to be read at the moment: Regions').waitFor();
  await page.getByRole('heading', { name: 'order assigned' }).waitFor();
});

it('what failed is sent again, a message as an event', async () => {
  const { page } = window;
  await page.goto('/admin/messages?status=failed');
  await page.getByRole('button', { name: 'Send again: 40 kg of Soup has arrived' }).click();
  await page.getByText('It is sent again.').waitFor();
  await page.getByText('Set aside', { exact: true }).click();
  await page.getByRole('button', { name: 'Try again: donation allocated' }).click();
  await expect.poll(() => written().map((call) => call.path)).toEqual(['/api/v1/notifications/outbox/ntf_4/replay', '/api/v1/dead-letters/orders/ltr_1/replay']);
});

it('a visit’s vitals are sent when its page is left, with the screen and no name of a thing', async () => {
  standIn.user = 'dispatcher';
  const { page } = window;
  await page.goto('/admin/runs/run_1');
  await settled(page);
  await page.waitForResponse(/assets\/measure/);
  await page.waitForLoadState('networkidle');
  await page.goto('about:blank');
  const vitals = () => standIn.reports.flatMap((report) => (report as { vitals?: readonly { name: string; value: number; screen: string; device: string }[] }).vitals ?? []);
  await expect.poll(() => vitals().map(({ name, screen, device }) => [name, screen, device])).toContainEqual(['lcp', '/admin/runs/:id', 'desktop']);
  expect(vitals().find(({ name }) => name === 'lcp')?.value).toBeGreaterThan(0);
});

it('somebody is invited to act for a charity, from its place', async () => {
  const { page } = window;
  await page.goto('/admin/places?kind=ngos&all=1');
  await page.getByRole('button', { name: 'Invite somebody for Corner Pantry' }).click();
  await page.getByLabel('E-mail').fill('kim@example.org');
  await page.getByLabel('As', { exact: true }).selectOption('staff');
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await expect.poll(() => written().map(({ path, body }) => [path, body])).toEqual([['/api/v1/invitations', { organisation: 'ngo_1', email: 'kim@example.org', role: 'staff' }]]);
});

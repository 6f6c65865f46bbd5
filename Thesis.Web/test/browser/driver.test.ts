import type { DriverOrderResponse } from '@thesis/calls';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { drive, driver, order, type Answer, type Call } from './answers.ts';
import { TestServer } from './test-server.ts';
import { openBrowser, settled, visit, type Visit } from './visit.ts';

const HERE = { latitude: 34.06, longitude: -118.26, accuracy: 12 };

/** One driver's orders, as the API keeps them. */
class Drives {
  order: DriverOrderResponse = drive(order('ord_4', 'assigned', { title: 'Milk' }));
  onShift = true;
  refusal: string | null = null;
  readonly #answered = new Set<string>();

  readonly answer = ({ method, path, body, key }: Call): Answer | undefined => {
    if (path === '/api/v1/drivers/me') return { body: { ...driver, onShift: this.onShift } };
    if (path === '/api/v1/drivers/me/orders') return { body: { items: ['assigned', 'picked_up'].includes(this.order.status) ? [this.order] : [], nextPageToken: null } };
    if (method !== 'POST' || !path.startsWith('/api/v1/drivers/me/orders/')) return undefined;
    if (this.refusal) return { status: 409, body: { type: 'order-state', title: 'The order was called off.', detail: this.refusal, traceId: '0' } };
    if (this.#answered.has(key ?? '')) return { body: this.order };
    this.#answered.add(key ?? '');
    if (path.endsWith('/release')) return { body: { ...this.order, status: 'accepted' } };
    const { kg } = body as { kg: number };
    this.order = path.endsWith('/pickup') ? { ...this.order, status: 'picked_up', pickedUpKg: kg } : { ...this.order, status: 'delivered', deliveredKg: kg };
    return { body: this.order };
  };
}

const standIn = new TestServer();
let browser: Browser;
let base: string;
let drives: Drives;
let window: Visit;

beforeAll(async () => void ([browser, base] = await Promise.all([openBrowser(), standIn.start()])));
afterAll(async () => {
  await browser.close();
  await standIn.stop();
});
beforeEach(async () => {
  drives = new Drives();
  drives.order = { ...drives.order, codeRequired: false };
  Object.assign(standIn, { user: 'driver1', down: null, instead: drives.answer });
  standIn.calls.length = 0;
  window = await visit(browser, base, { serviceWorkers: 'allow', viewport: { width: 390, height: 844 }, geolocation: HERE, permissions: ['geolocation'] });
});
afterEach(() => window.close());

const steps = () => standIn.calls.filter((call) => call.method === 'POST' && call.path.includes('/orders/'));

/** Waits until the page would open without a network. */
const installed = async ({ page }: Visit) => {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
};

const positionsKept = ({ page }: Visit) => page.evaluate(() => new Promise<number>((resolve) => {
  const opening = indexedDB.open('thesis.positions');
  opening.onsuccess = () => {
    const counting = opening.result.transaction('positions').objectStore('positions').count();
    counting.onsuccess = () => resolve(counting.result);
  };
}));

const weigh = async ({ page }: Visit, kg: string, button: string) => {
  await page.getByLabel('The scales show, kg').fill(kg);
  await page.getByRole('button', { name: button, exact: true }).click();
};

it('what is done without a network is kept over a restart and sent in order, each with its key, when the network is back', async () => {
  const { page } = window;
  drives.order = { ...drives.order, codeRequired: true };
  await page.goto('/driver');
  await settled(page);
  await installed(window);
  await page.context().setOffline(true);

  await page.getByRole('link', { name: 'I am here' }).click();
  await weigh(window, '48.5', 'Picked up');
  await page.getByRole('button', { name: 'Not all of it was there' }).click();
  await page.getByRole('button', { name: 'It is gone' }).click();
  await page.getByText('is not sent yet').waitFor();
  await page.reload();
  await page.getByText('You are offline.').waitFor();
  await page.getByText('Corner Pantry').first().waitFor();
  await page.getByRole('link', { name: 'I am here' }).click();
  await page.getByLabel('Code of the charity').fill('4711');
  await weigh(window, '48.5', 'Delivered');
  await page.getByText('2 things are not sent yet').waitFor();
  expect(steps()).toEqual([]);

  await page.context().setOffline(false);
  await page.getByText('not sent yet').waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'No stops' }).waitFor();
  expect(steps().map(({ path, body }) => [path.split('/').at(-1), body])).toEqual([
    ['pickup', { kg: 48.5, reason: 'Not all of it was there', rest: 'gone' }], ['deliver', { kg: 48.5, code: '4711' }],
  ]);
  expect(new Set(steps().map((step) => step.key)).size).toBe(2);
  expect(window.faults).toEqual([]);
});

it('an answer that is lost is asked for again with the same key', async () => {
  const { page } = window;
  await page.goto('/driver/orders/ord_4');
  await settled(page);
  await page.route('**/pickup', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  }, { times: 1 });
  await page.getByRole('button', { name: 'Exactly 50 kg' }).click();
  await page.getByText('is not sent yet').waitFor();
  await page.getByText('not sent yet').waitFor({ state: 'detached' });
  expect(steps().length).toBe(2);
  expect(new Set(steps().map((step) => step.key)).size).toBe(1);
  expect(drives.order.pickedUpKg).toBe(50);
});

it('what the server refuses is said in its words, and what followed waits for a decision', async () => {
  const { page } = window;
  await page.goto('/driver');
  await settled(page);
  await installed(window);
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'I am here' }).click();
  await weigh(window, '50', 'Picked up');
  await page.getByRole('link', { name: 'I am here' }).click();
  await weigh(window, '50', 'Delivered');
  drives.refusal = 'The donor has withdrawn it at 14:05.';
  await page.context().setOffline(false);

  await page.getByText('Please decide.').waitFor();
  await page.getByRole('link', { name: 'Look' }).click();
  await page.getByText('The donor has withdrawn it at 14:05.').waitFor();
  await page.getByText('On hold').waitFor();
  expect(steps().map(({ path }) => path.split('/').at(-1))).toEqual(['pickup']);

  drives.refusal = null;
  await page.getByRole('button', { name: 'Send once more' }).click();
  await page.getByRole('heading', { name: 'Everything is sent' }).waitFor();
  expect(drives.order.status).toBe('delivered');
});

it('what one driver kept is neither shown to another nor sent by them', async () => {
  const { page } = window;
  await page.goto('/driver');
  await settled(page);
  await installed(window);
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'I am here' }).click();
  await weigh(window, '50', 'Picked up');
  await page.getByText('is not sent yet').waitFor();

  standIn.user = 'driver2';
  const other = { ...new Drives().order, id: 'ord_77', title: 'Bread of another', version: 1 };
  standIn.instead = (call) => (call.path === '/api/v1/drivers/me/orders' ? { body: { items: [other], nextPageToken: null } } : undefined);
  await page.goto('about:blank');
  await page.context().setOffline(false);
  await page.goto('/driver');
  await page.getByText('Bread of another').first().waitFor();
  expect(await page.getByText('not sent yet').count()).toBe(0);
  expect(await page.evaluate(() => Object.values(localStorage).some((value) => String(value).includes('Milk')))).toBe(false);
  expect(steps()).toEqual([]);
});

it('positions go out in batches while on shift, also those from before the network came back', async () => {
  const { page } = window;
  await page.goto('/driver');
  await settled(page);
  const sent = () => standIn.calls.filter((call) => call.path.endsWith('/positions')).flatMap((call) => (call.body as { positions: { latitude: number }[] }).positions.map((one) => one.latitude));
  await expect.poll(sent, { timeout: 20_000 }).toContain(HERE.latitude);
  await page.getByText('Your position is shared with those who wait for you.').waitFor();
  await page.context().setOffline(true);
  await page.context().setGeolocation({ ...HERE, latitude: 34.09 });
  await expect.poll(() => positionsKept(window)).toBeGreaterThan(0);
  await page.context().setOffline(false);
  await expect.poll(sent, { timeout: 20_000 }).toContain(34.09);
});

it('an offer that is dismissed comes back when that is undone', async () => {
  const { page } = window;
  await page.goto('/driver/offers?by=urgent');
  await settled(page);
  const offers = () => page.getByRole('heading', { level: 2 }).allTextContents();
  expect((await offers())[0]).toContain('Sandwiches');
  await page.getByRole('button', { name: 'Skip' }).first().click();
  await page.getByText('1 drive is hidden.').waitFor();
  expect((await offers()).join()).not.toContain('Sandwiches');
  await page.reload();
  await page.getByText('1 drive is hidden.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Sandwiches').waitFor();
});

it('nothing to press is lower than 48 px', async () => {
  const { page } = window;
  for (const path of ['/driver', '/driver/offers', '/driver/orders/ord_4', '/driver/vehicle']) {
    await page.goto(path);
    await settled(page);
    const low = await page.evaluate(() => [...document.querySelectorAll('.driver button, .driver a[class*=Button], .driver input')].filter((one) => {
      // A switch is pressed by its label.
      const { height } = (one.closest('label') ?? one.closest('.mantine-Switch-root') ?? one.closest('.mantine-SegmentedControl-control') ?? one).getBoundingClientRect();
      return height > 0 && height < 48;
    }).map((one) => `${one.tagName} ${one.textContent}`));
    expect(low, path).toEqual([]);
  }
});

it('an order that cannot be driven is given back to other drivers with the reason', async () => {
  const { page } = window;
  await page.goto('/driver/orders/ord_4');
  await settled(page);
  await page.getByRole('button', { name: 'It cannot be done…' }).click();
  await page.getByRole('button', { name: 'Vehicle broke down' }).click();
  await expect.poll(() => steps().map(({ path, body }) => [path, body])).toEqual([['/api/v1/drivers/me/orders/ord_4/release', { reason: 'Vehicle broke down' }]]);
});

it('a drive that may be too late is taken only when the driver says so', async () => {
  const { page } = window;
  standIn.instead = (call) => {
    if (!call.path.endsWith('/claims')) return drives.answer(call);
    return (call.body as { confirm: boolean }).confirm ? { body: drives.order } : { status: 409, body: { type: 'https://thesis.example/problems/cannot-be-reached-in-time', title: 'It may be too late.', detail: 'By estimate you would be at Sunset Bakery at 15:20, after 15:00.', traceId: '0' } };
  };
  await page.goto('/driver/offers');
  await settled(page);
  await page.getByRole('button', { name: 'Take it', exact: true }).first().click();
  await page.getByText('By estimate you would be at Sunset Bakery').waitFor();
  await page.getByRole('button', { name: 'Take it anyway' }).click();
  await page.waitForURL('**/driver');
});

it('a driver reads how to get in, and reports an incident with its kind and words; the order goes on', async () => {
  const { page } = window;
  await page.goto('/driver/orders/ord_4');
  await page.getByText('Getting in: Ring at the back door.').waitFor();
  await page.getByRole('button', { name: 'Report an incident' }).click();
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  await page.getByText('Choose what kind of incident it is.').waitFor();
  await page.getByRole('button', { name: 'Breakdown' }).click();
  await page.getByLabel('What happened').fill('Flat tyre, half an hour late.');
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  await expect.poll(() => standIn.calls.filter((call) => call.path.endsWith('/incidents')).map(({ path, body }) => [path, body]))
    .toEqual([['/api/v1/orders/ord_4/incidents', { kind: 'breakdown', description: 'Flat tyre, half an hour late.' }]]);
  await page.getByLabel('The scales show').waitFor();
});

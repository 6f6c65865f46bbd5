import type { OrderResponse } from '@thesis/calls';
import { openBrowser } from '../../test/browser/visit.ts';
import { order } from '../../test/browser/answers.ts';
import { TestServer } from '../../test/browser/test-server.ts';
import { settled, visit } from '../../test/browser/visit.ts';
import type { Figure } from './figure.ts';

const DRIVERS = 5_000;
const ORDERS = 300;
const WATCHED_MS = 8_000;
const SLOWER = 4;
const END = '\u001e';

const page = <T>(items: readonly T[], query: URLSearchParams) => {
  const from = Number(query.get('pageToken') ?? 0);
  const size = Number(query.get('pageSize') ?? 50);
  return { items: items.slice(from, from + size), nextPageToken: from + size < items.length ? String(from + size) : null };
};

const placeOf = (index: number, step: number) => ({ latitude: 33.9 + ((index * 7919 + step * 131) % 5000) / 12_500, longitude: -118.6 + ((index * 104_729 + step * 173) % 5000) / 8_300, time: new Date().toISOString() });

/** Frames a second of a dispatcher's map on which 5,000 drivers move, each once a second. */
export async function mapFigures(): Promise<readonly Figure[]> {
  const standIn = new TestServer();
  const base = await standIn.start();
  const browser = await openBrowser();
  standIn.user = 'dispatcher';
  const drivers = Array.from({ length: DRIVERS }, (_, index) => ({
    id: `drv_${index}`, version: 1, userId: `user-${index}`, name: `Driver ${index}`, region: 'los-angeles', vehicle: 'van', capacityKg: 300, cooling: 'none', onShift: true, lastPosition: placeOf(index, 0), createdAt: new Date().toISOString(),
  }));
  standIn.instead = ({ path, query }) => (path === '/api/v1/drivers' ? { body: page(drivers, query) } : undefined);
  try {
    const { page: tab } = await visit(browser, base, { viewport: { width: 1440, height: 900 }, reducedMotion: 'no-preference' });
    let send: ((text: string) => void) | undefined;
    await tab.routeWebSocket('**/hubs/live', (socket) => {
      send = (text) => socket.send(text);
      socket.onMessage((message) => String(message).split(END).filter(Boolean).forEach((one) => {
        const { protocol, invocationId } = JSON.parse(one) as { protocol?: string; invocationId?: string };
        if (protocol) socket.send(`{}${END}`);
        else if (invocationId) socket.send(JSON.stringify({ type: 3, invocationId, result: { sequence: 0 } }) + END);
      }));
    });
    await tab.goto('/admin/map');
    await settled(tab);
    await tab.waitForTimeout(1_500);
    let step = 0;
    let sequence = 0;
    const move = () => {
      step++;
      send?.(drivers.map(({ id }, index) => JSON.stringify({
        type: 1, target: 'Event',
        arguments: [{ topic: 'region:los-angeles', sequence: ++sequence, type: 'driver.location.updated', key: id, time: '', committedAt: '', data: { driverId: id, positions: [placeOf(index, step)] } }],
      }) + END).join(''));
    };
    const timer = setInterval(move, 1000);
    const { frames, longestMs } = await tab.evaluate((ms) => new Promise<{ frames: number; longestMs: number }>((resolve) => {
      const begin = performance.now();
      let [frames, last, longest] = [0, begin, 0];
      const tick = (now: number) => {
        frames++;
        longest = Math.max(longest, now - last);
        last = now;
        if (now - begin < ms) requestAnimationFrame(tick);
        else resolve({ frames: frames / ((now - begin) / 1000), longestMs: longest });
      };
      requestAnimationFrame(tick);
    }), WATCHED_MS);
    clearInterval(timer);
    return [
      { name: `map with ${DRIVERS.toLocaleString('en')} moving markers`, value: frames, unit: 'frames/s', target: 30, better: 'higher' },
      { name: `longest frame of that map`, value: longestMs, unit: 'ms', target: 500, better: 'lower' },
    ];
  } finally {
    await browser.close();
    await standIn.stop();
  }
}

/** The slowest answer to what a dispatcher does at a board of 300 orders, on a processor four times slower. */
export async function boardFigures(): Promise<readonly Figure[]> {
  const standIn = new TestServer();
  const base = await standIn.start();
  const browser = await openBrowser();
  standIn.user = 'dispatcher';
  const states = ['proposed', 'accepted', 'assigned', 'picked_up'];
  const orders: readonly OrderResponse[] = Array.from({ length: ORDERS }, (_, index) => order(`ord_${index}`, states[index % 4] ?? 'proposed', { title: `Food ${index}` }));
  standIn.instead = ({ path, query }) => (path === '/api/v1/orders' ? { body: page(orders, query) } : undefined);
  try {
    const { page: tab } = await visit(browser, base, { viewport: { width: 1440, height: 900 } });
    await tab.addInitScript(() => {
      const slowest = { ms: 0 };
      Object.assign(globalThis, { slowest });
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (slowest.ms = Math.max(slowest.ms, entry.duration)))).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    });
    await tab.goto('/admin');
    await settled(tab);
    await tab.waitForLoadState('networkidle');
    const devtools = await tab.context().newCDPSession(tab);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    for (const key of ['j', 'j', 'x', 'l', 'x', 'Escape']) await tab.keyboard.press(key, { delay: 30 });
    await tab.getByLabel('Search food, donor, charity').pressSequentially('food 12', { delay: 120 });
    await tab.getByRole('link', { name: /Food 120/ }).click();
    await tab.getByRole('dialog').waitFor();
    await tab.keyboard.press('Escape');
    await tab.waitForTimeout(1_000);
    const slowest = await tab.evaluate(() => (globalThis as unknown as { slowest: { ms: number } }).slowest.ms);
    return [{ name: `slowest answer at a board of ${ORDERS} orders, processor ${SLOWER} times slower`, value: slowest, unit: 'ms', target: 200, better: 'lower' }];
  } finally {
    await browser.close();
    await standIn.stop();
  }
}

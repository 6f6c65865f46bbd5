import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContextOptions, type Page, type Request, type WebSocketRoute } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });

export interface Visit {
  readonly page: Page;
  /** Uncaught errors and broken rules of the content security policy. */
  readonly faults: string[];
  /** Has the hub tell the page something on a topic. */
  readonly tell: (topic: string, type: string, data: unknown) => void;
  /** Has the hub call the page by another name than Event. */
  readonly call: (target: string, ...values: readonly unknown[]) => void;
  readonly close: () => Promise<void>;
}

// Between the messages of SignalR's JSON protocol.
const END = '\u001e';

/** Who looks at what the visitor looks at. */
const PRESENT = ['Dana', 'dispatcher'];

/** Somebody's window on the portals; its live connection is open, and quiet but for what a test has it say. */
export async function visit(browser: Browser, base: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ baseURL: base, reducedMotion: 'reduce', serviceWorkers: 'block', locale: 'en-GB', timezoneId: 'Europe/London', ...options });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  let hub: WebSocketRoute | undefined;
  const numbers = new Map<string, number>();
  const call = (target: string, ...values: readonly unknown[]) => hub?.send(JSON.stringify({ type: 1, target, arguments: values }) + END);
  const tell = (topic: string, type: string, data: unknown) => {
    const sequence = (numbers.get(topic) ?? 0) + 1;
    numbers.set(topic, sequence);
    const now = new Date().toISOString();
    call('Event', { topic, sequence, type, key: '', time: now, committedAt: now, data });
  };
  await page.routeWebSocket('**/hubs/live', (socket) => (hub = socket).onMessage((message) => String(message).split(END).filter(Boolean).forEach((one) => {
    const { protocol, invocationId, target } = JSON.parse(one) as { protocol?: string; invocationId?: string; target?: string };
    if (protocol) socket.send(`{}${END}`);
    else if (invocationId) socket.send(JSON.stringify({ type: 3, invocationId, result: target === 'Attend' ? PRESENT : { sequence: 0 } }) + END);
  })));
  watchRequests(page);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) faults.push(message.text());
  });
  return { page, faults, tell, call, close: () => context.close() };
}

// What a page has asked for and not yet got.
const awaited = new WeakMap<Page, Set<Request>>();

function watchRequests(page: Page): void {
  const open = new Set<Request>();
  awaited.set(page, open);
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
}

/** Waits until a screen has its data: nothing is busy any more, and no code or answer is on its way. */
export async function settled(page: Page): Promise<void> {
  await atRest(page);
  for (const open = awaited.get(page); open && open.size > 0; await atRest(page)) {
    // One that never comes is what some tests are about: it is waited for only so long.
    await Promise.race([page.waitForEvent('requestfinished', { timeout: 2000 }), page.waitForEvent('requestfailed', { timeout: 2000 })]).catch(() => open.clear());
  }
}

async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const heading = document.querySelector('h1');
    // What waits for its code is in the page but hidden.
    return heading !== null && heading.offsetParent !== null && document.querySelector('[aria-busy="true"], .mantine-Skeleton-root') === null;
  });
}

/** What axe finds against WCAG 2.2 A and AA and its best practices. */
export async function breaches(page: Page): Promise<readonly string[]> {
  const window = page.viewportSize();
  // As high as the page: what is behind the tab bar until one scrolls is not too small to touch.
  if (window) await page.setViewportSize({ width: window.width, height: 4000 });
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (root: Document, options: unknown) => Promise<{ violations: { id: string; help: string; nodes: { target: string[] }[] }[] }> } };
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${violation.help} at ${node.target.join(' ')}`));
  });
  if (window) await page.setViewportSize(window);
  return found;
}

/** What makes the page wider than its window, if anything does. */
export async function tooWide(page: Page): Promise<readonly string[]> {
  // A moment for what is drawn anew after a change of the window.
  await page.waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth, null, { timeout: 3000 }).catch(() => undefined);
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll('body *')].filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return right > width + 1 || left < -1;
    });
    return wide.map((one) => `${one.tagName}.${one.className} ${one.textContent?.slice(0, 40)}`).slice(-5);
  });
}

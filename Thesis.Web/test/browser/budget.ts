import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import type { TestServer } from './test-server.ts';
import { settled, visit } from './visit.ts';

export const SHELL_KB = 180;
/** With the inputs and tables of the shell that a portal's first screen asks for. */
export const SIGNED_IN_KB = 205;
export const PORTAL_KB = 90;
export const HOMES = [[null, '/'], ['donor1', '/donor'], ['ngo1', '/ngo'], ['driver1', '/driver'], ['dispatcher', '/admin']] as const;

export interface FirstLoad {
  readonly shellKb: number;
  readonly portalKb: number;
}

/** What a visitor downloads at first: JavaScript of the shell, and of the portal's first screen, compressed. */
export async function firstLoad(browser: Browser, standIn: TestServer, base: string, user: string | null, path: string): Promise<FirstLoad> {
  standIn.user = user;
  const { page, close } = await visit(browser, base);
  const sizes = { shell: 0, portal: 0 };
  const reading: Promise<void>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    // The live connection, and what measures the visit, are fetched after the first screen is shown.
    if (!pathname.endsWith('.js') || /live-connection|measure/.test(pathname)) return;
    reading.push(response.body().then((body) => {
      sizes[pathname.startsWith('/remotes/') ? 'portal' : 'shell'] += gzipSync(body, { level: 9 }).length;
    }));
  });
  await page.goto(path);
  await settled(page);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await Promise.all(reading);
  await close();
  return { shellKb: sizes.shell / 1000, portalKb: sizes.portal / 1000 };
}

/** The most of the shell that may be fetched at first. */
export const mostOf = (user: string | null): number => (user === null ? SHELL_KB : SIGNED_IN_KB);

export const fits = (user: string | null, { shellKb, portalKb }: FirstLoad): boolean => shellKb <= mostOf(user) && portalKb <= PORTAL_KB;

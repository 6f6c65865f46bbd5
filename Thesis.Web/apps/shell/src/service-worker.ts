import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, matchPrecache, precache, type PrecacheEntry } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkOnly } from 'workbox-strategies';

/*
 * Lets the page open without a network: the shell and the driver's portal are fetched when the worker is installed, other
 * portals when they are first opened. Only built files are kept. Answers of the API, the session and the live connection never
 * pass through here, so nobody sees what belongs to somebody else.
 */

// Put in by tools/build.mjs.
declare const FILES: (PrecacheEntry & { readonly url: string })[];
declare const VERSION: string;
interface PushEvent {
  readonly data: { json(): unknown } | null;
  waitUntil(done: Promise<unknown>): void;
}
interface ClickEvent {
  readonly notification: { close(): void; readonly data: unknown };
  waitUntil(done: Promise<unknown>): void;
}
interface Window {
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
}
declare const self: {
  readonly registration: { showNotification(title: string, options: object): Promise<void> };
  readonly clients: { matchAll(options: { readonly type: 'window' }): Promise<readonly Window[]>; openWindow(url: string): Promise<unknown> };
  addEventListener(type: 'push', listener: (event: PushEvent) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: ClickEvent) => void): void; skipWaiting(): Promise<void>; addEventListener(type: 'activate', listener: (event: { waitUntil(done: Promise<unknown>): void }) => void): void };

const PAGE = '/index.html';
const NETWORK_SECONDS = 4;
const OTHERS = `thesis.files.${VERSION}`;
const SERVERS = /^\/(api|bff|hubs|connect|account|\.well-known)(\/|$)/;

void self.skipWaiting();
clientsClaim();
cleanupOutdatedCaches();
precache(FILES);

/** Fresh from the network; what was fetched at the installation when there is none. */
const freshOr = (fallback: (url: URL) => string) =>
  new NetworkOnly({ networkTimeoutSeconds: NETWORK_SECONDS, plugins: [{ handlerDidError: ({ request }) => matchPrecache(fallback(new URL(request.url))) }] });

const others = new CacheFirst({ cacheName: OTHERS });

registerRoute(({ request, url }) => request.mode === 'navigate' && !SERVERS.test(url.pathname), freshOr(() => PAGE));
registerRoute(({ url }) => /\/(shell|remote)Entry\.js$/.test(url.pathname), freshOr((url) => url.pathname));
// Files with a hash in their name never change.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.includes('/assets/'),
  async (options) => (await matchPrecache(options.request)) ?? others.handle(options),
);
registerRoute(({ url, sameOrigin }) => sameOrigin && /\.(svg|png|webmanifest)$/.test(url.pathname), freshOr((url) => url.pathname));

self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith('thesis.files.') && name !== OTHERS).map((name) => caches.delete(name)))));
});

self.addEventListener('push', (event) => {
  const { title, body, path, tag } = event.data?.json() as { readonly title: string; readonly body: string; readonly path: string; readonly tag: string };
  event.waitUntil(self.registration.showNotification(title, { body, tag, data: path, icon: '/icon-192.png', badge: '/icon-192.png' }));
});

/** Goes to what the message is about, in a window that is open already if there is one. */
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const path = String(event.notification.data);
  event.waitUntil(self.clients.matchAll({ type: 'window' }).then(([open]) => (open ? open.focus().then(() => open.navigate(path)) : self.clients.openWindow(path))));
});

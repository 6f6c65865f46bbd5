import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { answers, type Answer, type Call } from './answers.ts';
import { vitals } from './office-answers.ts';

const DIST = join(import.meta.dirname, '../../dist');

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.svg': 'image/svg+xml', '.json': 'application/json', '.webmanifest': 'application/manifest+json', '.png': 'image/png',
};

// The BFF's own policy (Thesis.Bff/SecurityHeaders.cs): a script or style that it forbids fails here too.
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data: blob:; connect-src 'self'; " +
  "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

/** The built portals behind a door that can be put into states in which a real one cannot be put on demand. */
export class TestServer {
  readonly calls: Call[] = [];
  /** What pages told of themselves. */
  readonly reports: unknown[] = [];
  /** The account's login, e.g. "donor1"; null for a visitor. */
  user: string | null = null;
  /** Answers that a test gives in place of the usual ones. */
  instead: ((call: Call) => Answer | undefined) | null = null;
  /** Paths that are down. */
  down: RegExp | null = null;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  /** For what is more than requests: live connections. */
  get http() {
    return this.#server;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('Content-Security-Policy', POLICY);
    // As the BFF does: what has a hash in its name never changes.
    response.setHeader('Cache-Control', url.pathname.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store');
    if (this.down?.test(url.pathname)) return void request.socket.destroy();
    if (url.pathname === '/bff/user') return this.#user(response);
    if (url.pathname === '/bff/login') return this.#signIn(url, response);
    if (url.pathname === '/bff/telemetry/vitals') return json(response, 200, vitals);
    if (url.pathname === '/bff/telemetry') return this.#telemetry(request, response);
    if (url.pathname.startsWith('/api/')) return this.#api(request, url, response);
    if (url.pathname.startsWith('/hubs/')) return json(response, 503, {});
    file(url.pathname, request, response);
  }

  async #telemetry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    this.reports.push(JSON.parse(Buffer.concat(parts).toString()) as unknown);
    json(response, 200, { collected: false });
  }

  #user(response: ServerResponse): void {
    if (this.user === null) return json(response, 401, { title: 'You are not signed in.' });
    json(response, 200, [
      { type: 'sub', value: `user-${this.user}` }, { type: 'name', value: this.user }, { type: 'role', value: this.user.replace(/\d+$/, '') },
      { type: 'bff:logout_url', value: '/bff/logout?sid=0' },
    ]);
  }

  #signIn(url: URL, response: ServerResponse): void {
    this.user ??= 'donor1';
    response.writeHead(302, { location: url.searchParams.get('returnUrl') ?? '/' }).end();
  }

  async #api(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const body: unknown = request.headers['content-type']?.includes('json') ? JSON.parse(text) : text || undefined;
    const call: Call = { user: this.user, method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, key: request.headers['idempotency-key'] as string | undefined, body };
    this.calls.push(call);
    if (this.user === null) return json(response, 401, { title: 'You are not signed in.' });
    const answer = this.instead?.(call) ?? answers(call);
    json(response, answer.status ?? 200, answer.body);
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' }).end(JSON.stringify(body));
}

const COMPRESSED: ReadonlySet<string> = new Set(['.js', '.css', '.html', '.svg', '.json', '.webmanifest']);
const compressed = new Map<string, Buffer>();

function file(path: string, request: IncomingMessage, response: ServerResponse): void {
  const wanted = join(DIST, normalize(path));
  const found = existsSync(wanted) && statSync(wanted).isFile();
  if (!found && extname(path) !== '') return void response.writeHead(404).end();
  const chosen = found ? wanted : join(DIST, 'index.html');
  const headers = { 'content-type': TYPES[extname(chosen)] ?? 'application/octet-stream' };
  // As the BFF does.
  if (!COMPRESSED.has(extname(chosen)) || !String(request.headers['accept-encoding']).includes('gzip')) return void response.writeHead(200, headers).end(readFileSync(chosen));
  const body = compressed.get(chosen) ?? gzipSync(readFileSync(chosen));
  compressed.set(chosen, body);
  response.writeHead(200, { ...headers, 'content-encoding': 'gzip' }).end(body);
}

import { ApiError } from './api-error.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

const TIMEOUT_MS = 20_000;

const address = (path: string, query: Query = {}): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return pairs.length ? `${path}?${new URLSearchParams(pairs)}` : path;
};

async function send<T>(method: string, path: string, query?: Query, body?: unknown, idempotencyKey?: string): Promise<T> {
  const response = await fetch(address(path, query), {
    method,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      'X-CSRF': '1',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const answer: unknown = isJson ? await response.json() : undefined;
  if (!response.ok) throw new ApiError(response.status, (answer ?? {}) as ConstructorParameters<typeof ApiError>[1]);
  return answer as T;
}

/** The public API, same origin, with what the BFF asks of every call. */
export const api = {
  get: <T>(path: string, query?: Query) => send<T>('GET', path, query),
  /** A repeated post with the same key has no second effect. */
  post: <T>(path: string, body: unknown, idempotencyKey: string) => send<T>('POST', path, undefined, body, idempotencyKey),
};

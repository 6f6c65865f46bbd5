import type { PlainKey } from '../language/catalogue.ts';
import { currentLanguage, t } from '../language/language.ts';

/** An answer other than success, with a sentence for the user. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Calls the listener whenever the server says that nobody is signed in. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

export function announceSignedOut(): void {
  for (const listener of signedOut) listener();
}

/** What a status means here. The server says it in English, and names what it is about. */
const PROBLEMS: Readonly<Record<number, PlainKey>> = { 403: 'problemForeign', 404: 'problemMissing', 409: 'problemNotNow', 413: 'problemTooLarge', 429: 'problemTooMany', 507: 'problemDiskFull' };

async function sentenceOf(response: Response): Promise<string> {
  const fallback = t('answered', { status: `${response.status}${response.statusText ? ` ${response.statusText}` : ''}` });
  const known = currentLanguage() === 'en' ? undefined : PROBLEMS[response.status];
  const problem = await problemOf(response);
  if (known) return problem.subject ? t('problemAbout', { subject: problem.subject, sentence: t(known) }) : t(known);
  return problem.detail || problem.title || fallback;
}

async function problemOf(response: Response): Promise<{ title?: string; detail?: string; subject?: string }> {
  if (!response.headers.get('content-type')?.includes('json')) return {};
  try {
    return (await response.json()) as { title?: string; detail?: string; subject?: string };
  } catch (error) {
    // The body broke off or is not what its type says: the status is all there is to tell.
    if (error instanceof SyntaxError || error instanceof TypeError) return {};
    throw error;
  }
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof TypeError) throw new ApiError(0, t('unreachable'));
    throw error;
  }
  if (response.ok) return response;
  if (response.status === 401 && !path.endsWith('/login')) announceSignedOut();
  throw new ApiError(response.status, await sentenceOf(response));
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await send(path, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) });
  return (await response.json()) as T;
}

/** Posts JSON; answers undefined when the server has nothing to say. */
export async function postJson<T>(path: string, body: unknown): Promise<T | undefined> {
  const response = await send(path, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) });
  if (response.status === 204) return undefined;
  const text = await response.text();
  return text ? (JSON.parse(text) as T) : undefined;
}

export async function postFile(path: string, file: Blob): Promise<void> {
  await send(path, { method: 'POST', headers: { 'content-type': 'application/zip' }, body: file });
}

export async function remove(path: string): Promise<void> {
  // The server takes changes only with a type that a foreign page's form cannot send.
  await send(path, { method: 'DELETE', headers: { 'content-type': 'application/json' } });
}

type QueryValue = string | number | boolean | null | undefined | readonly string[];

/** `path?a=1&b=x&b=y`, without what is empty. */
export function withQuery(path: string, query: Readonly<Record<string, QueryValue>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '' || value === false) continue;
    if (typeof value === 'object') for (const one of value) params.append(name, one);
    else params.append(name, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

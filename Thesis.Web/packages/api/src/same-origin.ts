import { tracer } from '@thesis/telemetry';
import { ApiError, NoAnswer, type ProblemDetails } from './api-error.ts';

const TIMEOUT_MS = 20_000;

/** Calls the BFF that served the page; answers that are not a success become errors. */
async function call(request: Request): Promise<Response> {
  let response: Response;
  try {
    response = await tracer.fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]) });
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new NoAnswer(error instanceof Error ? error.message : String(error));
  }
  if (response.ok) return response;
  throw new ApiError(response.status, await problemOf(response));
}

async function problemOf(response: Response): Promise<ProblemDetails> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
}

/** How every generated client calls: same origin, its cookie, and the header that the BFF asks for against forged requests. */
export const createClientConfig = <T extends object>(config?: T) => ({
  ...(config as T),
  baseUrl: '',
  credentials: 'same-origin' as const,
  headers: { 'X-CSRF': '1' },
  throwOnError: true,
  fetch: (request: RequestInfo | URL) => call(request as Request),
});

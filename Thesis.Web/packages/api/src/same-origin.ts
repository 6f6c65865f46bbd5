import { tracer } from '@thesis/telemetry';
import { ApiError, type ProblemDetails } from './api-error.ts';
import { client } from './generated/client.gen.ts';

const TIMEOUT_MS = 20_000;

// Every call goes to the BFF that served the page, with its cookie and the header it asks for against forged requests.
client.setConfig({
  baseUrl: '',
  credentials: 'same-origin',
  headers: { 'X-CSRF': '1' },
  fetch: (request) => tracer.fetch(request as Request, { signal: AbortSignal.timeout(TIMEOUT_MS) }),
});

client.interceptors.error.use((problem, response: Response | undefined) =>
  response === undefined ? problem : new ApiError(response.status, isProblem(problem) ? problem : {}));

const isProblem = (body: unknown): body is ProblemDetails => typeof body === 'object' && body !== null;

export { client };

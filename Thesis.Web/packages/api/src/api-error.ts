/** Messages by the name of the field in the request. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

export interface ProblemDetails {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: FieldErrors;
  readonly traceId?: string;
}

/** An answer that is not a success: RFC 9457 problem details, or what stood in their place. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: ProblemDetails,
  ) {
    super(wordsOf(problem) ?? `The server answered ${status}.`);
  }

  get fields(): FieldErrors {
    return this.problem.errors ?? {};
  }
}

// Some details are for whoever writes a client and name an address of the API; people get the title then.
const wordsOf = ({ detail, title }: ProblemDetails): string | undefined => (detail && !/\/(api|bff|hubs)\//.test(detail) ? detail : title);

/** No answer came: no network, or none in time. Whether the server did what it was asked is not known. */
export class NoAnswer extends Error {}

/** Whether the server said no for good: asking again in the same words gives the same answer. */
export const isRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && ![401, 408, 425, 429].includes(error.status) && !isInFlight(error);

/** The same request is still being carried out for an earlier press. */
export const isInFlight = (error: unknown): boolean => error instanceof ApiError && error.status === 409 && /in.?flight|idempotency/i.test(error.problem.type ?? '');

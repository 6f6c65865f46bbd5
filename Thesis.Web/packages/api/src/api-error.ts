/** Messages by the name of the field in the request. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

export interface ProblemDetails {
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
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
  }

  get fields(): FieldErrors {
    return this.problem.errors ?? {};
  }
}

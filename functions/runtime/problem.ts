/** Every refusal that a caller can meet, by its stable code. */
export const problemCatalogue = {
  InvalidInput: { status: 400, title: 'The input is not valid' },
  TokenMissing: { status: 401, title: 'Sign-in is required' },
  TokenNotAccepted: { status: 401, title: 'The token is not accepted' },
  ClientNotAllowed: { status: 403, title: 'The application is not allowed' },
  ScopeMissing: { status: 403, title: 'The token lacks the scope' },
  RoleMissing: { status: 403, title: 'The caller lacks the app role' },
  AppsNotAllowed: { status: 403, title: 'Only a signed-in person may call this' },
  UpstreamRefused: { status: 403, title: 'Microsoft refused the call' },
  NotFound: { status: 404, title: 'Not found' },
  Conflict: { status: 409, title: 'The call conflicts with the current state' },
  IdempotencyKeyReused: { status: 409, title: 'The idempotency key was used for another input' },
  IdempotencyKeyInUse: { status: 409, title: 'A call with this idempotency key is still running' },
  OutcomeUnknown: { status: 409, title: 'Whether the first call with this idempotency key took effect is not known' },
  AnswerNotKept: { status: 409, title: 'The call was made, and its answer was too large to keep' },
  TooLarge: { status: 413, title: 'The input is too large' },
  AnswerTooLarge: { status: 413, title: 'The answer is too large' },
  UnsupportedMediaType: { status: 415, title: 'The content type is not supported' },
  NotConfigured: { status: 409, title: 'The feature is not set up' },
  TooManyRequests: { status: 429, title: 'Too many requests' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problemCatalogue;

export interface FieldFault {
  /** Where the fault is, as the caller wrote it: `minimumSeverity`, `users[2]`, `query.top`. */
  readonly field: string;
  /** What is wrong and what would be right. */
  readonly message: string;
}

interface ProblemDetails {
  readonly faults?: readonly FieldFault[];
  readonly retryAfterSeconds?: number;
}

/** A refusal that is the caller's to mend; `detail` says what to do. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly faults: readonly FieldFault[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, detail: string, { faults = [], retryAfterSeconds }: ProblemDetails = {}) {
    super(detail);
    this.code = code;
    this.status = problemCatalogue[code].status;
    this.faults = faults;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The refusal of one faulty input field. */
export const invalid = (field: string, message: string): Problem =>
  new Problem('InvalidInput', `${field}: ${message}`, { faults: [{ field, message }] });

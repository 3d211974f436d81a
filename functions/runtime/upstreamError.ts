interface UpstreamFault {
  /** The service as people know it: "Microsoft Graph", "Azure Storage". */
  readonly service: string;
  /** `throttled`: it asked us to wait. `fault`: it answered with an error. `away`: it did not answer. */
  readonly kind: 'throttled' | 'fault' | 'away';
  readonly detail: string;
  readonly retryAfterMs?: number | undefined;
  /** Its own id of the failed request, for a support case. */
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/** A service that we stand on failed; the caller may try again, after `retryAfterMs` where it is known. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly service: string;
  readonly kind: UpstreamFault['kind'];
  readonly detail: string;
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | undefined;

  constructor({ service, kind, detail, retryAfterMs, requestId, cause }: UpstreamFault) {
    super(`${service}: ${detail}`, { cause });
    this.service = service;
    this.kind = kind;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
    this.requestId = requestId;
  }
}

interface UpstreamFault {
  /** The service as people know it: "Microsoft Graph", "Azure Storage". */
  readonly service: string;
  /** `throttled`: it asked us to wait. `fault`: it answered with an error. `away`: it did not answer. */
  readonly kind: 'throttled' | 'fault' | 'away';
  readonly detail: string;
  /** `unknown`: the call was handed over, and whether it took effect cannot be told; a repeat may have it twice. */
  readonly effect?: 'unknown' | undefined;
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
  readonly effect: UpstreamFault['effect'];
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | undefined;

  constructor({ service, kind, detail, effect, retryAfterMs, requestId, cause }: UpstreamFault) {
    super(`${service}: ${detail}`, { cause });
    this.service = service;
    this.kind = kind;
    this.detail = detail;
    this.effect = effect;
    this.retryAfterMs = retryAfterMs;
    this.requestId = requestId;
  }
}

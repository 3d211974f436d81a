import type { UntypedReply } from './operation.ts';
import { type FieldFault, Problem, problemCatalogue } from './problem.ts';
import { redactText } from './redact.ts';
import { UpstreamError } from './upstreamError.ts';

interface Failure {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly faults?: readonly FieldFault[];
}

const upstreamFailures = {
  throttled: { code: 'UpstreamThrottled', status: 429, title: 'The service behind this one asks to wait' },
  fault: { code: 'UpstreamFault', status: 502, title: 'The service behind this one failed' },
  away: { code: 'UpstreamAway', status: 503, title: 'The service behind this one does not answer' },
} as const;

const defaultRetryAfterMs = 10_000;

/** What a caller is told of an error: RFC 9457 members, the `error` object that Power Automate shows, and no secrets. */
export function failureReply(error: unknown, correlationId: string): UntypedReply {
  if (error instanceof UpstreamError) return upstreamReply(error, correlationId);
  if (error instanceof Problem) return problemReply(error, correlationId);
  const detail = `Report this with the correlation id ${correlationId}.`;
  return reply({ code: 'InternalError', status: 500, title: 'The back end has a fault', detail }, correlationId, {});
}

// The platform repeats a failed call by itself, and a flow then shows what the repeat was told.
const looking =
  'Whether the call took effect is not known: look before you repeat it. With the same Idempotency-Key a repeat is refused.';

function upstreamReply(error: UpstreamError, correlationId: string): UntypedReply {
  const { kind, message, effect, retryAfterMs = defaultRetryAfterMs } = error;
  const said = redactText(message);
  const failure = { ...upstreamFailures[kind], detail: effect === 'unknown' ? `${said} ${looking}` : said };
  return reply(failure, correlationId, { 'Retry-After': wholeSeconds(retryAfterMs) });
}

function problemReply(problem: Problem, correlationId: string): UntypedReply {
  const { code, status, message, faults, retryAfterSeconds } = problem;
  const waitSeconds = retryAfterSeconds ?? (status === 429 ? defaultRetryAfterMs / 1000 : undefined);
  const headers = {
    ...(waitSeconds !== undefined && { 'Retry-After': wholeSeconds(waitSeconds * 1000) }),
    ...challenge(problem),
  };
  const { title } = problemCatalogue[code];
  return reply({ code, status, title, detail: message, ...(faults.length > 0 && { faults }) }, correlationId, headers);
}

/** RFC 6750, section 3: what is wrong with the token, in words for machines. */
function challenge({ code }: Problem): Readonly<Record<string, string>> {
  if (code === 'TokenMissing') return { 'WWW-Authenticate': 'Bearer' };
  if (code === 'TokenNotAccepted') return { 'WWW-Authenticate': 'Bearer error="invalid_token"' };
  if (code === 'ScopeMissing') {
    return { 'WWW-Authenticate': 'Bearer error="insufficient_scope", scope="access_as_user"' };
  }
  return {};
}

function reply(failure: Failure, correlationId: string, headers: Readonly<Record<string, string>>): UntypedReply {
  const { code, status, title, detail, faults } = failure;
  const body = {
    type: `urn:purview-response:problem:${code}`,
    title,
    status,
    detail,
    // The call, not its address: some addresses are secrets.
    instance: `urn:purview-response:call:${correlationId}`,
    error: { code, message: detail },
    ...(faults && { faults }),
  };
  return { status, headers, body };
}

const wholeSeconds = (ms: number): string => String(Math.max(1, Math.ceil(ms / 1000)));

import { randomUUID } from 'node:crypto';
import type { HttpRequest } from '@azure/functions';

export const correlationHeader = 'x-correlation-id';

/**
 * The id that ties a call to its log lines: the caller's own where it is harmless in a header and a log line, else the
 * trace id of its W3C traceparent, else a new one.
 */
export function correlationIdOf(headers: Pick<HttpRequest['headers'], 'get'>): string {
  const own = headers.get(correlationHeader) ?? '';
  if (/^[\w.:-]{1,128}$/.test(own)) return own;
  const traceId = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}/.exec(headers.get('traceparent') ?? '')?.[1];
  return traceId !== undefined && /[^0]/.test(traceId) ? traceId : randomUUID();
}

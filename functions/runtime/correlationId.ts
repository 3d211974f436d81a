import { AsyncLocalStorage } from 'node:async_hooks';
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

const current = new AsyncLocalStorage<string>();

/** Serves a call or a run under its correlation id, which whatever it calls can then pass on. */
export const underCorrelationId = <T>(correlationId: string, serve: () => Promise<T>): Promise<T> =>
  current.run(correlationId, serve);

/** The correlation id of what is being served where it is a GUID, the form in which Microsoft's services log one; else a new one. */
export function correlationGuid(): string {
  const id = current.getStore() ?? '';
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id) ? id : randomUUID();
}

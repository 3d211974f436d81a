import { HttpRequest, HttpResponse, InvocationContext } from '@azure/functions';
import { httpHandler, type RouterDependencies } from '../../functions/runtime/http.ts';
import type { IdempotencyStore } from '../../functions/runtime/idempotency.ts';
import type { Operation } from '../../functions/runtime/operation.ts';

export interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly query?: string;
  readonly params?: Record<string, string>;
  /** A value is sent as JSON with its media type; text and bytes as they are. */
  readonly body?: unknown;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
  readonly lines: readonly string[];
}

export function requestOf({ method = 'POST', headers = {}, query = '', params = {}, body }: Sent = {}): HttpRequest {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const bytes = body === undefined ? undefined : isRaw ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
  return new HttpRequest({
    method,
    url: `http://localhost/api/things?${query}`,
    headers: { ...(bytes && !isRaw && { 'content-type': 'application/json' }), ...headers },
    params,
    ...(bytes && { body: { bytes } }),
  });
}

/** Never remembers anything: each call is new. */
export const forgetful: IdempotencyStore = {
  async begin() {
    return { state: 'new', finish: async () => {}, abandon: async () => {}, doubt: async () => {} };
  },
};

export const openToAll: RouterDependencies = { authorize: async () => undefined, idempotency: forgetful };

/** Sends one request through the router, as the Functions library would hand it over and take the answer. */
export async function invoke<D>(
  operation: Operation<D>,
  dependencies: D & RouterDependencies,
  sent: Sent = {},
): Promise<Answered> {
  const lines: string[] = [];
  const context = new InvocationContext({
    functionName: operation.operationId,
    invocationId: 'invocation-1',
    logHandler: (_level, ...args) => void lines.push(args.join(' ')),
  });
  const handler = httpHandler(operation, { dependencies: async () => dependencies, bodyLimitBytes: 65_536 });
  const response = new HttpResponse((await handler(requestOf(sent), context)) ?? {});
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: new Headers(response.headers),
    text,
    json: isJson ? JSON.parse(text) : {},
    lines,
  };
}

import { ActionFailure } from './actionFailure.ts';
import type { ConnectorRequest } from './connectorRequest.ts';
import { type Json, type JsonObject, parseJson } from './expression/json.ts';
import type { RetryPolicy } from './flowDefinition.ts';
import type { PlatformClock } from './platformClock.ts';
import { retryDelayMs } from './retryDelay.ts';

export interface ConnectorResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
  /** The address that answered, against which a relative `Location` is read. */
  readonly url: string;
  readonly retries: readonly Retry[];
}

export interface Retry {
  readonly startTime: string;
  readonly code: string;
  readonly statusCode?: number;
}

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly retryPolicy?: RetryPolicy | undefined;
}

/** Calls the connector's back end with the connection's token and the platform's retries. */
export interface ConnectorClient {
  send(request: ConnectorRequest, options: CallOptions): Promise<ConnectorResponse>;
  /** Like `send`, and follows a 202 with `Location` until the operation has ended. */
  complete(request: ConnectorRequest, options: CallOptions): Promise<ConnectorResponse>;
}

export interface ConnectorClientOptions {
  readonly baseUrl: string;
  readonly accessToken: () => Promise<string>;
  readonly fetch: typeof fetch;
  readonly clock: PlatformClock;
  /** Is told every token that is sent, so that none is ever shown. */
  readonly onSecret: (secret: string) => void;
}

/** An answer has to come within 120 seconds, however much the platform's own waits are shortened. */
const requestLimitMs = 120_000;
/** Without `Retry-After`, a running operation is asked after this long. */
const statusIntervalMs = 20_000;

export function connectorClient({
  baseUrl,
  accessToken,
  fetch,
  clock,
  onSecret,
}: ConnectorClientOptions): ConnectorClient {
  const home = new URL(baseUrl).origin;

  async function attempt(request: ConnectorRequest, signal: AbortSignal): Promise<Omit<ConnectorResponse, 'retries'>> {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers, ...(await authorization(request.url)) },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestLimitMs)]),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    return {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: contentOf(await response.text(), response.headers.get('content-type') ?? ''),
      url: request.url,
    };
  }

  /** The token goes to the connector's own host only, wherever a `Location` may point. */
  async function authorization(url: string): Promise<Record<string, string>> {
    if (new URL(url).origin !== home) return {};
    const token = await accessToken().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ActionFailure('Unauthorized', `The connection could not sign in: ${reason}`);
    });
    onSecret(token);
    return { authorization: `Bearer ${token}` };
  }

  async function send(request: ConnectorRequest, { signal, retryPolicy }: CallOptions): Promise<ConnectorResponse> {
    const retries: Retry[] = [];
    for (;;) {
      const startTime = clock.now().toISOString();
      const outcome = await attempt(request, signal).catch((error: unknown) => unreachable(error, signal, request.url));
      const delayMs = isRetryable(outcome.statusCode)
        ? retryDelayMs(retryPolicy, retries.length + 1, retryAfterMs(outcome.headers, clock.now()))
        : undefined;
      if (delayMs === undefined) return { ...outcome, retries };
      retries.push({ startTime, code: statusName(outcome.statusCode), statusCode: outcome.statusCode });
      await clock.pause(delayMs, signal);
    }
  }

  async function complete(request: ConnectorRequest, options: CallOptions): Promise<ConnectorResponse> {
    let response = await send(request, options);
    const retries = [...response.retries];
    while (response.statusCode === 202 && response.headers.location !== undefined) {
      await clock.pause(retryAfterMs(response.headers, clock.now()) ?? statusIntervalMs, options.signal);
      const url = new URL(response.headers.location, response.url).href;
      response = await send({ method: 'GET', url, headers: { accept: 'application/json' } }, options);
      retries.push(...response.retries);
    }
    return { ...response, retries };
  }

  return { send, complete };
}

/** `Retry-After` in milliseconds, whether it is seconds or a date. */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: Date): number | undefined {
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** The platform's word for a status, as its run history shows it. */
export function statusName(statusCode: number): string {
  return statusNames[statusCode] ?? String(statusCode);
}

/** What the platform's gateway says of a back end that cannot be reached, or that does not answer in time. */
function unreachable(error: unknown, signal: AbortSignal, url: string): Omit<ConnectorResponse, 'retries'> {
  if (signal.aborted) throw signal.reason;
  const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
  if (!isTimeout && !(error instanceof TypeError)) throw error;
  const statusCode = isTimeout ? 504 : 502;
  const message = isTimeout ? 'The connector did not answer in 120 seconds.' : 'The connector could not be reached.';
  const body: JsonObject = { error: { code: statusName(statusCode), message } };
  return { statusCode, headers: {}, body, url };
}

function isRetryable(statusCode: number): boolean {
  return statusCode === 408 || statusCode === 429 || statusCode >= 500;
}

function contentOf(text: string, contentType: string): Json {
  if (text === '') return null;
  if (!/\bjson\b/i.test(contentType)) return text;
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

const statusNames: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'NoContent',
  400: 'BadRequest',
  401: 'Unauthorized',
  402: 'PaymentRequired',
  403: 'Forbidden',
  404: 'NotFound',
  408: 'RequestTimeout',
  409: 'Conflict',
  410: 'Gone',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'UnprocessableEntity',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  501: 'NotImplemented',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Listener } from '../serve.ts';
import type { Caller } from './caller.ts';
import type { Clock } from './clock.ts';
import { refuseWhenPlanned, type SpoiledAnswer, spoiled } from './faultAnswers.ts';
import type { Faults } from './faults.ts';
import { badRequest, GraphError } from './graphError.ts';
import { type GraphAnswer, type GraphRoute, nameOfRoute, type PageAboutToBeRead } from './graphRoute.ts';
import { readJsonBody } from './readJsonBody.ts';
import type { RequestCounts } from './requestCounts.ts';
import { createRouteTable, type FoundRoute } from './routeTable.ts';

export interface GraphListenerOptions {
  routes: readonly GraphRoute[];
  /** Throws a 401 when the header does not hold a token for Graph. */
  authenticate(authorization: string | undefined): Promise<Caller>;
  scheme: 'http' | 'https';
  clock: Clock;
  faults: Faults;
  counts: RequestCounts;
  beforePage(page: PageAboutToBeRead): Promise<void>;
}

/** Speaks Graph's HTTP: versions, tokens, permissions, bodies, error form, correlation headers, and planned faults. */
export function createGraphListener(options: GraphListenerOptions): Listener {
  const findTarget = createFindTarget(options.routes);
  return async (request, response) => {
    const correlation = { requestId: randomUUID(), clientRequestId: headerOf(request, 'client-request-id') };
    try {
      const reply = await replyTo(request, findTarget, options);
      if (reply === 'dropped') request.socket.destroy();
      else send(response, reply, correlation, options.clock);
    } catch (error) {
      if (request.socket.destroyed) return;
      send(response, errorAnswer(error, correlation, options.clock), correlation, options.clock);
    }
  };
}

async function replyTo(
  request: IncomingMessage,
  findTarget: FindTarget,
  options: GraphListenerOptions,
): Promise<SpoiledAnswer | 'dropped'> {
  const origin = `${options.scheme}://${request.headers.host ?? 'localhost'}`;
  const target = targetOf(request.url ?? '/');
  const found = findTarget(request.method ?? '', target);
  const routeName = found.kind === 'route' ? nameOfRoute(found.route) : 'unknown';
  options.counts.add(routeName);
  const { value: body, bytes } = await readBodyOf(request);
  const fault = options.faults.take(routeName);
  if (fault?.kind === 'dropped' && fault.at === 'request') return 'dropped';
  if (fault?.kind === 'slow') await delayWhileConnected(request.socket, fault.delayMs);
  refuseWhenPlanned(fault);
  const caller = await options.authenticate(request.headers.authorization);
  if (found.kind === 'none') throw found.error;
  const clientRequestId = headerOf(request, 'client-request-id');
  options.counts.admit({ route: routeName, kind: caller.kind, clientRequestId });
  authorize(caller, found.route);
  if (body instanceof GraphError) throw body;
  const { route, params } = found;
  const answer = await route.answer({
    origin,
    path: target.path,
    route: routeName,
    query: target.query,
    headers: request.headers,
    body,
    bodyBytes: bytes,
    caller,
    beforePage: options.beforePage,
    param(name) {
      const value = params[name];
      if (value === undefined) throw new Error(`The path ${route.path} has no parameter ${name}.`);
      return value;
    },
  });
  return spoiled(answer, fault);
}

/** Ends early when the caller gives up, so that nothing lingers after it. */
async function delayWhileConnected(socket: Socket, delayMs: number): Promise<void> {
  const gone = new AbortController();
  const abort = () => gone.abort();
  socket.once('close', abort);
  try {
    await delay(delayMs, undefined, { signal: gone.signal });
  } finally {
    socket.off('close', abort);
  }
}

/** The body is always read, so that a refusal reaches the caller; its own fault waits until the caller may know it. */
async function readBodyOf(request: IncomingMessage): Promise<{ value: unknown; bytes: number }> {
  try {
    return await readJsonBody(request);
  } catch (error) {
    if (error instanceof GraphError) return { value: error, bytes: 0 };
    throw error;
  }
}

interface Target {
  version: string;
  /** Below the version, without a trailing slash. */
  path: string;
  query: URLSearchParams;
}

function targetOf(address: string): Target {
  // Cut by hand: an address such as `//` is no URL, and still wants an answer.
  const [pathname = '', ...rest] = address.split('?');
  const [, version = '', path = ''] = /^\/([^/]*)(.*?)\/?$/.exec(pathname) ?? [];
  return { version, path, query: new URLSearchParams(rest.join('?')) };
}

type FindTarget = (method: string, target: Target) => FoundRoute;

function createFindTarget(routes: readonly GraphRoute[]): FindTarget {
  const tables = new Map([
    ['v1.0', createRouteTable(routes.filter(({ version }) => version === undefined))],
    ['beta', createRouteTable(routes.filter(({ version }) => version === 'beta'))],
  ]);
  return (method, { version, path }) =>
    tables.get(version)?.(method, path) ?? { kind: 'none', error: badRequest(`Invalid version: ${version}`) };
}

function authorize(caller: Caller, { permissions }: GraphRoute): void {
  const accepted = permissions[caller.kind];
  if (accepted.length === 0) {
    throw new GraphError(403, 'Forbidden', `This request does not support ${caller.kind} permissions.`);
  }
  if (accepted.some((permission) => caller.permissions.has(permission))) return;
  const kind = caller.kind === 'application' ? 'application roles' : 'scopes';
  throw new GraphError(
    403,
    'Forbidden',
    `Missing ${kind}. API requires one of: ${accepted.join(', ')}; the token holds: ${[...caller.permissions].join(', ') || 'none'}.`,
  );
}

interface Correlation {
  requestId: string;
  clientRequestId: string | undefined;
}

function errorAnswer(error: unknown, { requestId, clientRequestId }: Correlation, clock: Clock): GraphAnswer {
  if (!(error instanceof GraphError)) console.error('The simulated Graph failed:', error);
  const known = error instanceof GraphError ? error : new GraphError(500, 'InternalServerError', '');
  const innerError = {
    date: clock.now().toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': clientRequestId ?? requestId,
  };
  return {
    status: known.status,
    headers: known.headers,
    body: { error: { code: known.code, message: known.message, innerError } },
  };
}

function send(
  response: ServerResponse,
  reply: SpoiledAnswer,
  { requestId, clientRequestId }: Correlation,
  clock: Clock,
): void {
  const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
  const content = reply.bytes ?? Buffer.from(text);
  response.writeHead(reply.status, {
    date: clock.now().toUTCString(),
    'request-id': requestId,
    'client-request-id': clientRequestId ?? requestId,
    'cache-control': 'no-store',
    ...(reply.body !== undefined && { 'content-type': 'application/json;odata.metadata=minimal;charset=utf-8' }),
    ...(content.byteLength > 0 && { 'content-length': content.byteLength }),
    ...reply.headers,
  });
  if (reply.cut === 'middle') {
    response.write(content.subarray(0, content.byteLength / 2), () => response.destroy());
    return;
  }
  response.end(content);
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  return [request.headers[name] ?? []].flat()[0];
}

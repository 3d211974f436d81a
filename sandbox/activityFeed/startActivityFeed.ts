import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { JWTVerifyGetKey } from 'jose';
import type { ContentType } from '../../functions/integrations/activityFeed/contentType.ts';
import { microsoftResources } from '../contoso/microsoftResources.ts';
import { tenant } from '../contoso/tenant.ts';
import { verifyResourceToken } from '../entra/verifyResourceToken.ts';
import { createFaults, type Fault, type Faults } from '../graph/faults.ts';
import { createRequestCounts, type RequestCounts } from '../graph/requestCounts.ts';
import { Refusal } from '../refusal.ts';
import { type ServerTls, serve } from '../serve.ts';
import type { ActivityStore } from './activityStore.ts';
import { createFeedOperations, type FeedAnswer } from './feedOperations.ts';

export interface StartActivityFeedOptions {
  /** Left out: plain http. */
  tls?: ServerTls;
  port?: number;
  /** The keys by which Entra ID signs tokens. */
  keySet: JWTVerifyGetKey;
  store: ActivityStore;
  /** Contents in an answer of the listing. */
  pageSize?: number;
}

/** The simulated Office 365 Management Activity API, and the handles that a test or a demonstration steers it by. */
export interface ActivityFeed {
  origin: string;
  port: number;
  store: ActivityStore;
  /** By operation, as in `GET /subscriptions/content`. */
  faults: Faults;
  requests: RequestCounts;
  /** Calls that named no publisher, and so would share a quota with everybody who names none. */
  readonly anonymousCalls: number;
  subscriptions: Map<ContentType, 'enabled' | 'disabled'>;
  close(): Promise<void>;
}

const path = /^\/api\/(v1(?:\.0)?)\/([^/]+)\/activity\/feed(\/.*)$/;
const readRoles = ['ActivityFeed.Read', 'ActivityFeed.ReadDlp'];

/** Starts the simulated activity feed on a socket of this machine. */
export async function startActivityFeed(options: StartActivityFeedOptions): Promise<ActivityFeed> {
  const { tls, port, keySet, store, pageSize = 200 } = options;
  const faults = createFaults();
  const requests = createRequestCounts();
  const operations = createFeedOperations(store, pageSize);
  let anonymousCalls = 0;

  const answer = async (request: IncomingMessage): Promise<FeedAnswer | 'dropped'> => {
    const method = request.method ?? '';
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
    const [, version, tenantId = '', below = ''] = path.exec(pathname) ?? [];
    const name = operations.nameOf(method, below);
    requests.add(name);
    if (!query.has('PublisherIdentifier')) anonymousCalls += 1;
    const fault = faults.take(name);
    if (fault?.kind === 'dropped') return 'dropped';
    if (fault?.kind === 'slow') await delay(fault.delayMs);
    refuseWhenPlanned(fault);
    const roles = await rolesOf(keySet, request);
    if (version === undefined) throw new Refusal(404, 'AF20002', `There is nothing at ${pathname}.`);
    checkTenant(tenantId);
    const root = `${tls ? 'https' : 'http'}://${request.headers.host}/api/v1.0/${tenantId}/activity/feed`;
    return spoiled(operations.answer({ method, root, path: below, query, roles }), fault);
  };

  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    request.resume();
    const date = store.clock.now().toUTCString();
    try {
      const reply = await answer(request);
      if (reply === 'dropped') request.socket.destroy();
      else send(response, { ...reply, headers: { date, ...reply.headers } });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, code, message, headers } = error;
      send(response, { status, body: { error: { code, message } }, headers: { date, ...headers } });
    }
  };

  const serving = await serve({ listener, ...(tls && { tls }), ...(port !== undefined && { port }) });
  return {
    ...serving,
    store,
    faults,
    requests,
    subscriptions: operations.subscriptions,
    get anonymousCalls() {
      return anonymousCalls;
    },
  };
}

async function rolesOf(keySet: JWTVerifyGetKey, request: IncomingMessage): Promise<ReadonlySet<string>> {
  const { identifierUri } = microsoftResources.activityFeed;
  const verified = await verifyResourceToken(keySet, identifierUri, request.headers.authorization);
  if ('refusal' in verified) throw new Refusal(401, 'AF10001', verified.refusal);
  const { kind, permissions } = verified.claims;
  if (kind === 'application' && readRoles.some((role) => permissions.includes(role))) return new Set(permissions);
  throw new Refusal(
    403,
    'AF10001',
    `The permission set (${permissions.join(' ')}) sent in the request did not include the expected permission ActivityFeed.Read.`,
  );
}

function checkTenant(tenantId: string): void {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(tenantId))
    throw new Refusal(400, 'AF20013', `The tenant ID passed in the URL (${tenantId}) is not a valid GUID.`);
  if (tenantId.toLowerCase() === tenant.id) return;
  throw new Refusal(
    403,
    'AF20010',
    `The tenant ID passed in the URL (${tenantId}) does not match the tenant ID passed in the access token (${tenant.id}).`,
  );
}

function refuseWhenPlanned(fault: Fault | undefined): void {
  const wait = fault && 'retryAfter' in fault && fault.retryAfter;
  const headers: Record<string, string> = !wait
    ? {}
    : { 'retry-after': 'seconds' in wait ? String(wait.seconds) : wait.date.toUTCString() };
  if (fault?.kind === 'throttled') throw new Refusal(429, 'AF429', 'Too many requests.', headers);
  if (fault?.kind === 'failed')
    throw new Refusal(fault.status, 'AF50000', 'An internal error occurred. Retry the request.', headers);
  if (fault?.kind === 'tokenRefused') throw new Refusal(401, 'AF10001', 'The token is expired.');
}

function spoiled(answer: FeedAnswer, fault: Fault | undefined): FeedAnswer {
  const next = answer.headers?.NextPageUri;
  if (fault?.kind !== 'foreignNextLink' || next === undefined) return answer;
  const { pathname, search } = new URL(next);
  return { ...answer, headers: { ...answer.headers, NextPageUri: `${fault.origin}${pathname}${search}` } };
}

function send(response: ServerResponse, { status, body, headers }: FeedAnswer): void {
  const type = body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(status, { ...type, ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

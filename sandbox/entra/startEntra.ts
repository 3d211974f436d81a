import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { JWTHeaderParameters, JWTPayload, JWTVerifyGetKey } from 'jose';
import { api, connector, managedIdentity } from '../contoso/applications.ts';
import { microsoftResources } from '../contoso/microsoftResources.ts';
import { users } from '../contoso/users.ts';
import { createRequestCounts, type RequestCounts } from '../graph/requestCounts.ts';
import { type Listener, type ServerTls, serve } from '../serve.ts';
import { delegatedClaims } from './accessToken.ts';
import { type Authority, applicationPermissionsOf, requireTenant } from './authority.ts';
import { authorize } from './authorizeEndpoint.ts';
import { EntraError } from './entraError.ts';
import { managedIdentityListener, managedIdentityPath } from './managedIdentityEndpoint.ts';
import { instanceDiscovery, openIdConfiguration } from './openIdConfiguration.ts';
import { parseScope } from './scope.ts';
import { createSigningKeys } from './signingKeys.ts';
import { issueTokens } from './tokenEndpoint.ts';

export interface Entra {
  /** ENTRA_AUTHORITY_HOST. */
  origin: string;
  /** IDENTITY_ENDPOINT. */
  managedIdentityEndpoint: string;
  /** IDENTITY_HEADER. */
  managedIdentityHeader: string;
  /** The keys published now, for whoever verifies tokens in this process. */
  keySet: JWTVerifyGetKey;
  /** By their path below the tenant, as in `discovery/v2.0/keys`. */
  requests: Pick<RequestCounts, 'of' | 'reset'>;
  /** Of every token issued from now on; an hour at the start. */
  setAccessTokenLifetimeMs(lifetimeMs: number): void;
  /**
   * A properly signed token of our API for Megan through the connector, with other claims or header members where
   * given; a claim that is `undefined` is left out.
   */
  mint(claims?: JWTPayload, header?: Partial<JWTHeaderParameters>): Promise<string>;
  /** Sets what the back end holds on its own account on Graph, as app registration and as managed identity. */
  grantApplicationPermissions(permissions: readonly string[]): void;
  rotateKeys(): Promise<void>;
  /** Names itself by this origin from now on, since callers reach it through something in between. */
  nameItself(origin: string): void;
  close(): Promise<void>;
}

/** Starts Entra ID's v2.0 protocol for the simulated tenant, and App Service's managed identity endpoint beside it. */
export async function startEntra(options: { tls: ServerTls; port?: number }): Promise<Entra> {
  const keys = await createSigningKeys();
  const requests = createRequestCounts();
  const authority: Authority = {
    origin: '',
    keys,
    accessTokenLifetimeMs: 60 * 60 * 1000,
    codes: new Map(),
    refreshTokens: new Map(),
    changedApplicationPermissions: new Map(),
  };
  const server = await serve({ ...options, listener: authorityListener(authority, requests) });
  authority.origin = server.origin;
  const managedIdentityHeader = randomUUID();
  const managedIdentityServer = await serve({ listener: managedIdentityListener(authority, managedIdentityHeader) });
  return {
    origin: server.origin,
    managedIdentityEndpoint: `${managedIdentityServer.origin}${managedIdentityPath}`,
    managedIdentityHeader,
    keySet: keys.keySet,
    requests,
    setAccessTokenLifetimeMs(lifetimeMs) {
      authority.accessTokenLifetimeMs = lifetimeMs;
    },
    mint(claims, header) {
      const client = { application: connector, proof: 'none' } as const;
      const scope = parseScope(`${api.appIdUri}/.default`);
      return keys.sign({ ...delegatedClaims(authority, client, users.megan, scope), ...claims }, header);
    },
    grantApplicationPermissions(permissions) {
      for (const application of [api, managedIdentity]) {
        authority.changedApplicationPermissions.set(application.clientId, {
          ...applicationPermissionsOf(authority, application),
          [microsoftResources.graph.appId]: [...permissions],
        });
      }
    },
    rotateKeys: () => keys.rotate(),
    nameItself(origin) {
      authority.origin = origin;
    },
    async close() {
      await Promise.all([server.close(), managedIdentityServer.close()]);
    },
  };
}

function authorityListener(authority: Authority, requests: RequestCounts): Listener {
  return async (request, response) => {
    try {
      await route(authority, requests, request, response);
    } catch (error) {
      if (!(error instanceof EntraError)) throw error;
      sendJson(response, error.status, error.toBody());
    }
  };
}

async function route(
  authority: Authority,
  requests: RequestCounts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', authority.origin);
  if (pathname === '/common/discovery/instance') return sendJson(response, 200, instanceDiscovery(authority));
  const [, tenantName = '', path = ''] = /^\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  requests.add(path);
  switch (path) {
    case 'v2.0/.well-known/openid-configuration':
    case '.well-known/openid-configuration':
      requireTenant(tenantName);
      return sendJson(response, 200, openIdConfiguration(authority, tenantName));
    case 'discovery/v2.0/keys':
      requireTenant(tenantName);
      return sendJson(response, 200, authority.keys.published());
    case 'oauth2/v2.0/authorize':
      return sendAuthorization(response, authority, tenantName, searchParams);
    case 'oauth2/v2.0/token': {
      requireTenant(tenantName);
      if (request.method !== 'POST') {
        throw new EntraError(900561, `The endpoint only accepts POST requests. Received a ${request.method} request.`);
      }
      const form = new URLSearchParams(await text(request));
      return sendJson(response, 200, await issueTokens(authority, form, request.headers.authorization));
    }
    default:
      response.writeHead(404).end();
  }
}

function sendAuthorization(
  response: ServerResponse,
  authority: Authority,
  tenantName: string,
  query: URLSearchParams,
): void {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  try {
    requireTenant(tenantName);
    const answer = authorize(authority, query);
    if ('page' in answer) response.writeHead(200, headers).end(answer.page);
    else response.writeHead(302, { location: answer.location, 'cache-control': 'no-store' }).end();
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    // Shown to the person in the browser: a redirect URI that is not registered must learn nothing.
    const shown = error.description.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    response.writeHead(error.status, headers).end(`<!doctype html><title>Sign in</title><p>${shown}</p>`);
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

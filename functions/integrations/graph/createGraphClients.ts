import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/identity';
import type { Credentials } from '../entra/credentials.ts';
import { createAttempt } from './createAttempt.ts';
import { createGraph } from './createGraph.ts';
import type { GraphClients, GraphVersion } from './graph.ts';
import { type RetryOptions, retrying } from './retrying.ts';
import { createSdkClient } from './sdkClient.ts';
import { withHeaders } from './withHeaders.ts';
import { withToken } from './withToken.ts';

export interface GraphClientsOptions {
  /** The origin of the service, such as `https://graph.microsoft.com`. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** Of the call being served; Graph logs it as client-request-id. */
  readonly correlationId?: () => string;
  readonly retry?: RetryOptions;
  readonly fetch?: typeof globalThis.fetch;
}

// Of the public cloud; the base may be a stand-in for it.
const scope = 'https://graph.microsoft.com/.default';

/** Microsoft Graph for the app itself and on behalf of its callers. */
export function createGraphClients(options: GraphClientsOptions): GraphClients {
  const { credentials, correlationId = randomUUID, retry } = options;
  const { origin } = new URL(options.baseUrl);
  const attempt = createAttempt(options.fetch ?? globalThis.fetch);
  const graphOf = (credential: TokenCredential, identity: 'person' | 'app', version: GraphVersion) => {
    const send = withToken(retrying(attempt, retry), credential, { origin, scope });
    const perform = createSdkClient(origin, version, withHeaders(send, correlationId));
    return createGraph({ base: new URL(version, origin), identity, perform, now: retry?.now ?? Date.now });
  };
  return {
    asApp: (version = 'v1.0') => graphOf(credentials.appCredential, 'app', version),
    onBehalfOf: (caller, version = 'v1.0') => graphOf(credentials.onBehalfOf(caller), 'person', version),
  };
}

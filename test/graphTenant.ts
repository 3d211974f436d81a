import assert from 'node:assert/strict';
import type { TokenCredential } from '@azure/identity';
import { createGraphClients } from '../functions/integrations/graph/createGraphClients.ts';
import type { GraphClients } from '../functions/integrations/graph/graph.ts';
import { type Application, connector } from '../sandbox/contoso/applications.ts';
import { microsoftResources } from '../sandbox/contoso/microsoftResources.ts';
import { createSigningKeys } from '../sandbox/entra/signingKeys.ts';
import { startGraph } from '../sandbox/graph/startGraph.ts';
import { createMessageStore } from '../sandbox/teams/messageStore.ts';
import { serviceToken } from './serviceToken.ts';

/** The simulated Graph, and the real clients that reach it with these permissions, for people and for the app. */
export async function startGraphTenant(
  permissions: readonly string[],
  { clientId, objectId }: Pick<Application, 'clientId' | 'objectId'> = connector,
) {
  const keys = await createSigningKeys();
  const messages = createMessageStore();
  const graph = await startGraph({ keySet: keys.keySet, messages });
  const tokenFor = async (audience: string, claims: Record<string, unknown>) => ({
    token: await serviceToken(keys, audience, { appid: clientId, ...claims }),
    expiresOnTimestamp: Date.now() + 600_000,
  });
  const appCredential = (audience: string): TokenCredential => ({
    getToken: () => tokenFor(audience, { oid: objectId, sub: objectId, idtyp: 'app', roles: permissions }),
  });
  const audience = microsoftResources.graph.identifierUri;
  const clientsOver = (fetch: typeof globalThis.fetch) =>
    createGraphClients({
      baseUrl: graph.origin,
      credentials: {
        appCredential: appCredential(audience),
        onBehalfOf: (caller) => ({
          getToken: () => tokenFor(audience, { oid: caller.objectId, scp: permissions.join(' ') }),
        }),
      },
      retry: { sleep: async () => undefined },
      fetch,
    });
  return {
    graph,
    messages,
    keySet: keys.keySet,
    appCredential,
    clientsOver,
    clients: clientsOver(globalThis.fetch),
    close: () => graph.close(),
  };
}

export type GraphTenant = Awaited<ReturnType<typeof startGraphTenant>>;

/** The same clients, for what only people may do. */
export const forPeopleOnly = (clients: GraphClients): GraphClients => ({
  ...clients,
  asApp: () => assert.fail('This is done on behalf of people only.'),
});

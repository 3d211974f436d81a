import { createGraphClients } from '../functions/integrations/graph/createGraphClients.ts';
import { connector } from '../sandbox/contoso/applications.ts';
import { microsoftResources } from '../sandbox/contoso/microsoftResources.ts';
import { tenant } from '../sandbox/contoso/tenant.ts';
import { createSigningKeys } from '../sandbox/entra/signingKeys.ts';
import { startGraph } from '../sandbox/graph/startGraph.ts';
import { createMessageStore } from '../sandbox/teams/messageStore.ts';

/** The simulated Graph, and the real clients that reach it with these permissions, for people and for the app. */
export async function startGraphTenant(permissions: readonly string[]) {
  const keys = await createSigningKeys();
  const graph = await startGraph({ keySet: keys.keySet, messages: createMessageStore() });
  const tokenWith = async (claims: Record<string, unknown>) => ({
    token: await keys.sign({
      iss: `https://sts.windows.net/${tenant.id}/`,
      aud: microsoftResources.graph.identifierUri,
      exp: Math.floor(Date.now() / 1_000) + 600,
      appid: connector.clientId,
      ...claims,
    }),
    expiresOnTimestamp: Date.now() + 600_000,
  });
  const clientsOver = (fetch: typeof globalThis.fetch) =>
    createGraphClients({
      baseUrl: graph.origin,
      credentials: {
        appCredential: {
          getToken: () =>
            tokenWith({ oid: connector.objectId, sub: connector.objectId, idtyp: 'app', roles: permissions }),
        },
        onBehalfOf: ({ objectId }) => ({ getToken: () => tokenWith({ oid: objectId, scp: permissions.join(' ') }) }),
      },
      retry: { sleep: async () => undefined },
      fetch,
    });
  return { graph, clientsOver, clients: clientsOver(globalThis.fetch), close: () => graph.close() };
}

export type GraphTenant = Awaited<ReturnType<typeof startGraphTenant>>;

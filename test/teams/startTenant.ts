import { createGraphClients } from '../../functions/integrations/graph/createGraphClients.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import { teamsOfGraph } from '../../functions/teams/teamsOfGraph.ts';
import { connector } from '../../sandbox/contoso/applications.ts';
import { microsoftResources } from '../../sandbox/contoso/microsoftResources.ts';
import { tenant } from '../../sandbox/contoso/tenant.ts';
import { createSigningKeys } from '../../sandbox/entra/signingKeys.ts';
import { startGraph } from '../../sandbox/graph/startGraph.ts';
import { createMessageStore } from '../../sandbox/teams/messageStore.ts';
import { startTeams } from '../../sandbox/teams/startTeams.ts';

const delegated = ['ChannelMessage.Send', 'Channel.ReadBasic.All', 'Team.ReadBasic.All'];

/** Graph and Teams of the simulated tenant, and the real Graph client that reaches them for a caller. */
export async function startTenant({ permissions = delegated } = {}) {
  const keys = await createSigningKeys();
  const messages = createMessageStore();
  const graph = await startGraph({ keySet: keys.keySet, messages });
  const teams = await startTeams({ messages });

  const graphTokenOf = async ({ objectId }: Caller) => ({
    token: await keys.sign({
      iss: `https://sts.windows.net/${tenant.id}/`,
      aud: microsoftResources.graph.identifierUri,
      exp: Math.floor(Date.now() / 1_000) + 600,
      oid: objectId,
      appid: connector.clientId,
      scp: permissions.join(' '),
    }),
    expiresOnTimestamp: Date.now() + 600_000,
  });
  const clients = createGraphClients({
    baseUrl: graph.origin,
    credentials: {
      appCredential: {
        getToken: () => Promise.reject(new Error('Teams is called on behalf of people only.')),
      },
      onBehalfOf: (caller) => ({ getToken: () => graphTokenOf(caller) }),
    },
  });

  return {
    graph,
    teams,
    messages,
    teamsFor: (caller: Caller) => teamsOfGraph(clients.onBehalfOf(caller)),
    async close() {
      await Promise.all([graph.close(), teams.close()]);
    },
  };
}

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createCredentials } from '../../../functions/integrations/entra/credentials.ts';
import { createGraphClients } from '../../../functions/integrations/graph/createGraphClients.ts';
import type { GraphClients } from '../../../functions/integrations/graph/graph.ts';
import { graphPath } from '../../../functions/integrations/graph/graphPath.ts';
import { Secret } from '../../../functions/runtime/secret.ts';
import { api, connector } from '../../../sandbox/contoso/applications.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { type Graph as SimulatedGraph, startGraph } from '../../../sandbox/graph/startGraph.ts';
import { createMessageStore } from '../../../sandbox/teams/messageStore.ts';
import { startTestEntra, type TestEntra } from '../../sandbox/entra/startTestEntra.ts';

let entra: TestEntra;
let graph: SimulatedGraph;
let clients: GraphClients;
before(async () => {
  entra = await startTestEntra();
  graph = await startGraph({ keySet: entra.keySet, messages: createMessageStore() });
  const credentials = createCredentials({
    authorityHost: entra.origin,
    tenantId: tenant.id,
    clientId: api.clientId,
    credential: { kind: 'secret', secret: new Secret(api.clientSecret) },
  });
  clients = createGraphClients({ baseUrl: graph.origin, credentials });
});
after(() => Promise.all([graph.close(), entra.close()]));

test('reads Graph as the app, with tokens of the real protocol', async () => {
  const { id } = graph.raise({ serviceSource: 'microsoftInsiderRiskManagement' });
  const alert = await clients.asApp().get(graphPath`/security/alerts_v2/${id}`);
  assert.equal(Object(alert).id, id);
  assert.equal(Object(alert).serviceSource, 'microsoftInsiderRiskManagement');
});

test('reads Graph as the person who calls', async () => {
  const caller = {
    kind: 'person' as const,
    tenantId: tenant.id,
    objectId: users.megan.id,
    clientId: connector.clientId,
    roles: [],
    token: new Secret(await entra.mint()),
  };
  const me = await clients.onBehalfOf(caller).get(graphPath`/me`);
  assert.equal(Object(me).userPrincipalName, users.megan.userPrincipalName);
});

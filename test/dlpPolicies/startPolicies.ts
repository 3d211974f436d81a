import { dlpPoliciesOfGraph } from '../../functions/dlpPolicies/dlpPoliciesOfGraph.ts';
import { modeChangesBy } from '../../functions/dlpPolicies/modeChanges.ts';
import { createPolicyBaselines } from '../../functions/dlpPolicies/policyBaselines.ts';
import { automationRunbook } from '../../functions/integrations/automation/automationRunbook.ts';
import { parseRunbookId } from '../../functions/integrations/automation/runbookId.ts';
import { createGraphClients } from '../../functions/integrations/graph/createGraphClients.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { openTable } from '../../functions/storage/table.ts';
import { startAutomation } from '../../sandbox/automation/startAutomation.ts';
import { managedIdentity } from '../../sandbox/contoso/applications.ts';
import { microsoftResources } from '../../sandbox/contoso/microsoftResources.ts';
import { tenant } from '../../sandbox/contoso/tenant.ts';
import { createSigningKeys } from '../../sandbox/entra/signingKeys.ts';
import { startGraph } from '../../sandbox/graph/startGraph.ts';
import { createMessageStore } from '../../sandbox/teams/messageStore.ts';
import { azurite } from '../azurite.ts';

interface Options {
  readonly permissions?: readonly string[];
  /** Whom the app's tokens are for. */
  readonly objectId?: string;
  /** Stands in for the name of the runbook. */
  readonly runbook?: string;
  /** How long a job is followed. */
  readonly budgetMs?: number;
}

/** Graph's policy files and the runbook of the simulated tenant, and the real clients that reach them. */
export async function startPolicies({
  permissions = ['InformationProtectionPolicy.Read.All'],
  objectId = managedIdentity.objectId,
  runbook = '',
  budgetMs = 20_000,
}: Options = {}) {
  const keys = await createSigningKeys();
  const graph = await startGraph({ keySet: keys.keySet, messages: createMessageStore() });
  const automation = await startAutomation({ keySet: keys.keySet, policies: graph.policies });
  const credential = (audience: string) => ({
    getToken: async () => ({
      token: await keys.sign({
        iss: `https://sts.windows.net/${tenant.id}/`,
        aud: audience,
        exp: Math.floor(Date.now() / 1_000) + 600,
        oid: objectId,
        sub: objectId,
        idtyp: 'app',
        appid: managedIdentity.clientId,
        roles: permissions,
      }),
      expiresOnTimestamp: Date.now() + 600_000,
    }),
  });
  const clients = createGraphClients({
    baseUrl: graph.origin,
    credentials: {
      appCredential: credential(microsoftResources.graph.identifierUri),
      onBehalfOf: () => ({ getToken: () => Promise.reject(new Error('Policies are read by the app itself.')) }),
    },
    retry: { sleep: async () => undefined },
  });
  const id = parseRunbookId(automation.runbookId);
  if (!id) throw new Error(`${automation.runbookId} is no runbook.`);
  const table = `policies${crypto.randomUUID().replaceAll('-', '')}`;
  const connectionString = new Secret((await azurite()).connectionString);
  let now = new Date();
  return {
    graph,
    automation,
    /** Moves the clock of the handlers. */
    setNow(date: Date) {
      now = date;
    },
    dependencies: {
      dlpPolicies: dlpPoliciesOfGraph(clients.asApp('beta')),
      policyBaselines: createPolicyBaselines(openTable({ connectionString }, table)),
      now: () => now,
      modeChanges: modeChangesBy(
        automationRunbook({
          baseUrl: automation.origin,
          runbook: { ...id, ...(runbook && { name: runbook }) },
          credential: credential(microsoftResources.azureResourceManager.identifierUri),
        }),
        { budgetMs },
      ),
    },
    async close() {
      await Promise.all([graph.close(), automation.close()]);
    },
  };
}

export type Policies = Awaited<ReturnType<typeof startPolicies>>;

export const policyFilesRoute = 'GET /beta/security/dataSecurityAndGovernance/policyFiles';

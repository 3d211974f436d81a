import { dlpPoliciesOfGraph } from '../../functions/dlpPolicies/dlpPoliciesOfGraph.ts';
import { modeChangesBy } from '../../functions/dlpPolicies/modeChanges.ts';
import { createPolicyBaselines } from '../../functions/dlpPolicies/policyBaselines.ts';
import { automationRunbook } from '../../functions/integrations/automation/automationRunbook.ts';
import { parseRunbookId } from '../../functions/integrations/automation/runbookId.ts';
import { startAutomation } from '../../sandbox/automation/startAutomation.ts';
import { managedIdentity } from '../../sandbox/contoso/applications.ts';
import { microsoftResources } from '../../sandbox/contoso/microsoftResources.ts';
import { startGraphTenant } from '../graphTenant.ts';
import { tableForTest } from '../tableForTest.ts';

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
  const { clientId } = managedIdentity;
  const { graph, keySet, appCredential, clients } = await startGraphTenant(permissions, { clientId, objectId });
  const automation = await startAutomation({ keySet, policies: graph.policies });
  const id = parseRunbookId(automation.runbookId);
  if (!id) throw new Error(`${automation.runbookId} is no runbook.`);
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
      policyBaselines: createPolicyBaselines(await tableForTest()),
      now: () => now,
      modeChanges: modeChangesBy(
        automationRunbook({
          baseUrl: automation.origin,
          runbook: { ...id, ...(runbook && { name: runbook }) },
          credential: appCredential(microsoftResources.azureResourceManager.identifierUri),
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

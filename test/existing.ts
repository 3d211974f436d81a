import { randomBytes, randomUUID } from 'node:crypto';
import { onDlpAlert } from '../functions/alerts/onDlpAlert.ts';
import { setDlpPolicyMode } from '../functions/dlpPolicies/setDlpPolicyMode.ts';
import { applyLabel } from '../functions/labels/applyLabel.ts';
import type { Operation } from '../functions/runtime/operation.ts';
import { removeExternalAccess } from '../functions/sharing/removeExternalAccess.ts';
import { dlpPolicies } from '../sandbox/contoso/dlpPolicies.ts';
import { teams } from '../sandbox/contoso/teams.ts';
import { users } from '../sandbox/contoso/users.ts';
import { insiderRiskAlert } from '../sandbox/graph/insiderRiskAlert.ts';
import { serve } from '../sandbox/serve.ts';
import type { BackEnd } from './backEnd.ts';
import { exampleCall } from './exampleCall.ts';
import type { Answer, Call } from './sendCall.ts';
import { allOperations, leastToken } from './tableOfContents.ts';

/** The things that examples speak of, as they are named in the simulated tenant; those that have an owner are Megan's. */
export interface Existing {
  readonly names: Readonly<Record<string, string>>;
  /** Of the flow's callback: a secret. */
  readonly signature: string;
  /** How many events the flow was sent. */
  readonly deliveries: number;
  /** The call that an example shows, about these things, by a caller with no more than its role. */
  callOf(operation: Operation<never>): Promise<Call>;
  close(): Promise<void>;
}

/** Makes what the examples of all operations are about. */
export async function createExisting(backEnd: BackEnd): Promise<Existing> {
  let deliveries = 0;
  const signature = randomBytes(32).toString('base64url');
  const flow = await serve({
    listener(request, response) {
      deliveries += 1;
      request.resume().on('end', () => response.writeHead(202).end());
    },
  });

  const answerOf = async (operation: Operation<never>, replaced: Readonly<Record<string, string>>): Promise<Answer> =>
    backEnd.call(operation, { ...exampleCall(operation, replaced), ...(await leastToken(backEnd, operation)) });
  const subscribe = (path: string) => answerOf(onDlpAlert, { notificationUrl: `${flow.origin}${path}` });
  /** What is called through a link ends what the link stands for, so each call gets one of its own. */
  const freshLink = async (): Promise<string> =>
    (await subscribe(`/${randomUUID()}`)).headers.get('location')?.split('/').at(-1) ?? '';

  raiseExampleAlerts(backEnd);
  const policyId = dlpPolicies.financialData.id;
  const { operationId } = Object((await answerOf(applyLabel, {})).body);
  // What SharePoint has forgotten, the file itself must tell, which is the way that needs a permission.
  backEnd.graph.labelAssignments.forget();
  const { value: receipts } = Object((await answerOf(removeExternalAccess, {})).body);
  const names: Readonly<Record<string, string>> = {
    incidentId: backEnd.graph.raise({ serviceSource: 'dataLossPrevention' }).incidentId ?? '',
    teamId: teams.securityOperations.id,
    channelId: teams.securityOperations.channels.dlpAlerts.id,
    policyId,
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date().toISOString(),
    operationId,
    receiptId: receipts[0].receiptId,
    changeId: Object((await answerOf(setDlpPolicyMode, { policyId })).body).changeId,
    notificationUrl: `${flow.origin}/flow?sig=${signature}`,
    subscriptionId: Object((await subscribe(`/flow?sig=${signature}`)).body).subscriptionId,
  };

  return {
    names,
    signature,
    get deliveries() {
      return deliveries;
    },
    async callOf(operation) {
      const link = operation.access === 'link' ? { subscriptionId: await freshLink() } : {};
      return { ...exampleCall(operation, { ...names, ...link }), ...(await leastToken(backEnd, operation)) };
    },
    close: () => flow.close(),
  };
}

/** The alerts that examples speak of; their ids tell the product, as those of the service do. */
function raiseExampleAlerts({ graph }: BackEnd): void {
  const ids = allOperations
    .flatMap(({ example }) => [example.parameters?.alertId, Object(example.body).alertId])
    .filter((id) => typeof id === 'string');
  for (const id of new Set<string>(ids)) {
    // Somebody must be named in it who can be revealed.
    const ofInsiderRisk = { user: users.lee, policyName: 'Data theft by departing users', at: graph.now() };
    const serviceSource = serviceSources[id.slice(0, 2)] ?? 'unknown';
    graph.raise(id.startsWith('ir') ? { ...insiderRiskAlert(ofInsiderRisk), id } : { id, serviceSource });
  }
}

const serviceSources: Readonly<Record<string, string>> = {
  dl: 'dataLossPrevention',
  ca: 'microsoftDefenderForCloudApps',
};

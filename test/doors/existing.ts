import { randomBytes, randomUUID } from 'node:crypto';
import { onDlpAlert } from '../../functions/alerts/onDlpAlert.ts';
import { setDlpPolicyMode } from '../../functions/dlpPolicies/setDlpPolicyMode.ts';
import { applyLabel } from '../../functions/labels/applyLabel.ts';
import type { Operation } from '../../functions/runtime/operation.ts';
import { removeExternalAccess } from '../../functions/sharing/removeExternalAccess.ts';
import { dlpPolicies } from '../../sandbox/contoso/dlpPolicies.ts';
import { teams } from '../../sandbox/contoso/teams.ts';
import { serve } from '../../sandbox/serve.ts';
import type { BackEnd } from '../backEnd.ts';
import { exampleCall } from '../exampleCall.ts';
import type { Call } from '../sendCall.ts';
import { allOperations, leastToken } from '../tableOfContents.ts';

/** The things that examples speak of, in the simulated tenant, all of them Megan's. */
export interface Existing {
  readonly names: Readonly<Record<string, string>>;
  /** Of the flow's callback: a secret. */
  readonly signature: string;
  /** The call that an example shows, about these things, by a caller with no more than its role. */
  callOf(operation: Operation<never>): Promise<Call>;
  close(): Promise<void>;
}

/** The alerts that examples speak of; their ids tell the product, as those of the service do. */
const exampleAlertIds: readonly string[] = [
  ...new Set(
    allOperations.flatMap(({ example }) =>
      [example.parameters?.alertId, Object(example.body).alertId].filter((id) => typeof id === 'string'),
    ),
  ),
];
const serviceSources: Readonly<Record<string, string>> = {
  dl: 'dataLossPrevention',
  ir: 'microsoftInsiderRiskManagement',
  ca: 'microsoftDefenderForCloudApps',
};

/** Makes what the calls of a sweep are about. */
export async function createExisting(backEnd: BackEnd): Promise<Existing> {
  const signature = randomBytes(32).toString('base64url');
  const flow = await serve({
    listener: (request, response) => request.resume().on('end', () => response.writeHead(202).end()),
  });
  const subscribe = async (path: string) => {
    const call = exampleCall(onDlpAlert, { notificationUrl: `${flow.origin}${path}` });
    return backEnd.call(onDlpAlert, { ...call, ...(await leastToken(backEnd, onDlpAlert)) });
  };
  const { body } = await subscribe(`/flow?sig=${signature}`);
  for (const id of exampleAlertIds) {
    backEnd.graph.raise({ id, serviceSource: serviceSources[id.slice(0, 2)] ?? 'unknown' });
  }
  const changed = async (operation: Operation<never>) =>
    Object(
      (
        await backEnd.call(operation, {
          ...exampleCall(operation, { policyId: dlpPolicies.financialData.id }),
          ...(await leastToken(backEnd, operation)),
        })
      ).body,
    );
  const names: Readonly<Record<string, string>> = {
    incidentId: backEnd.graph.raise({ serviceSource: 'dataLossPrevention' }).incidentId ?? '',
    operationId: (await changed(applyLabel)).operationId,
    receiptId: (await changed(removeExternalAccess)).value[0].receiptId,
    policyId: dlpPolicies.financialData.id,
    changeId: (await changed(setDlpPolicyMode)).changeId,
    teamId: teams.securityOperations.id,
    channelId: teams.securityOperations.channels.dlpAlerts.id,
    from: new Date(Date.now() - 3_600_000).toISOString(),
    notificationUrl: `${flow.origin}/flow?sig=${signature}`,
    subscriptionId: Object(body).subscriptionId,
  };
  /** What is called through a link ends what the link stands for, so each call gets one of its own. */
  const freshLink = async (): Promise<string> =>
    (await subscribe(`/${randomUUID()}`)).headers.get('location')?.split('/').at(-1) ?? '';
  return {
    names,
    signature,
    async callOf(operation) {
      const link = operation.access === 'link' ? { subscriptionId: await freshLink() } : {};
      return { ...exampleCall(operation, { ...names, ...link }), ...(await leastToken(backEnd, operation)) };
    },
    close: () => flow.close(),
  };
}

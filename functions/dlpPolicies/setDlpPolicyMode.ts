import { operation } from '../runtime/operation.ts';
import { Problem } from '../runtime/problem.ts';
import { settableModes } from './dlpPolicyModes.ts';
import { runbookRequirements } from './dlpRequirements.ts';
import { modeChangeSchema } from './modeChangeSchema.ts';
import type { ModeChanges } from './modeChanges.ts';
import { policyIdProperty } from './policyIdProperty.ts';

export const setDlpPolicyMode = operation({
  operationId: 'SetDlpPolicyMode',
  method: 'POST',
  path: '/dlpPolicies/modeChanges',
  summary: 'Set DLP policy mode',
  description:
    'Enforces a DLP policy, puts it into a test mode or disables it. Microsoft Graph cannot do that: a runbook in Azure Automation does, with rights of its own, so put an approval before this action. It waits up to 90 seconds for the runbook; when that is not enough, the state says running, and Get DLP policy mode change tells how it ended. A policy that has the mode already is left as it is.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Administrator', callers: 'people and apps' },
  graph: {},
  requires: runbookRequirements,
  parameters: {},
  body: {
    type: 'object',
    properties: {
      policyId: policyIdProperty,
      mode: {
        type: 'string',
        enum: settableModes,
        'x-ms-summary': 'Mode',
        description: 'What the policy shall do: enforce, test with or without telling people, or nothing.',
      },
      reason: {
        type: 'string',
        'x-ms-summary': 'Reason',
        description: 'Why, and who approved it; it is kept with the job of the runbook.',
        minLength: 1,
        maxLength: 500,
      },
    },
    required: ['policyId', 'mode', 'reason'],
  },
  responses: { 200: { description: 'The mode was set, or is about to be.', schema: modeChangeSchema } },
  example: {
    body: {
      policyId: '76428c7a-968a-49b8-851a-e08b37277581',
      mode: 'testWithNotifications',
      reason: 'False positives after the merger; approved by Megan Bowen.',
    },
    reply: {
      status: 200,
      body: {
        changeId: '5c9b9d0e-8a54-4a8b-9a35-0f6b3a9a7c11',
        state: 'completed',
        changed: true,
        previousMode: 'Enable',
      },
    },
  },
  handler: async ({ modeChanges }: { readonly modeChanges: ModeChanges }, { body, caller, log }) => {
    const change = await modeChanges.begin({ ...body, requestedBy: `${caller.kind} ${caller.objectId}` });
    const { policyId, mode } = body;
    const { changeId, state } = change;
    log.info('A DLP policy’s mode was to be set.', { policyId, mode, changeId, state, callerId: caller.objectId });
    if (state === 'failed') {
      throw new Problem(
        'Conflict',
        `The runbook failed, and the policy is as it was unless the job says otherwise: ${change.detail} Look at the job ${changeId} in Azure Automation.`,
      );
    }
    return { status: 200, body: change };
  },
});

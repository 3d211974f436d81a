import { operation } from '../runtime/operation.ts';
import { runbookRequirements } from './dlpRequirements.ts';
import { modeChangeSchema } from './modeChangeSchema.ts';
import type { ModeChanges } from './modeChanges.ts';

export const getDlpPolicyModeChange = operation({
  operationId: 'GetDlpPolicyModeChange',
  method: 'GET',
  path: '/dlpPolicies/modeChanges/{changeId}',
  summary: 'Get DLP policy mode change',
  description:
    'Tells how far a change has come that Set DLP policy mode began. Repeat it until the state is completed or failed.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Administrator', callers: 'people and apps' },
  graph: {},
  requires: runbookRequirements,
  parameters: {
    changeId: {
      in: 'path',
      type: 'string',
      format: 'uuid',
      'x-ms-summary': 'Change Id',
      description: 'The Change Id of Set DLP policy mode.',
    },
  },
  responses: { 200: { description: 'The change.', schema: modeChangeSchema } },
  example: {
    parameters: { changeId: '5c9b9d0e-8a54-4a8b-9a35-0f6b3a9a7c11' },
    reply: {
      status: 200,
      body: { changeId: '5c9b9d0e-8a54-4a8b-9a35-0f6b3a9a7c11', state: 'failed', detail: 'There is no DLP policy.' },
    },
  },
  handler: async ({ modeChanges }: { readonly modeChanges: ModeChanges }, { parameters: { changeId } }) => ({
    status: 200,
    body: await modeChanges.read(changeId),
  }),
});

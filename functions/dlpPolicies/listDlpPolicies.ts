import { operation } from '../runtime/operation.ts';
import { type DlpPolicies, policyFilesPermission } from './dlpPoliciesOfGraph.ts';
import { dlpPolicySummarySchema } from './dlpPolicy.ts';
import { policyFilesSetting } from './dlpRequirements.ts';
import { exampleDlpPolicy } from './exampleDlpPolicy.ts';
import { summaryOf } from './toDlpPolicy.ts';

export const listDlpPolicies = operation({
  operationId: 'ListDlpPolicies',
  method: 'GET',
  path: '/dlpPolicies',
  summary: 'List DLP policies',
  description:
    'Lists the DLP policies of the tenant with their modes, all at once. They are read with the rights of the back end, over a beta interface that an administrator must switch on; a disabled policy may be missing.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { application: [policyFilesPermission] },
  requires: [policyFilesSetting],
  parameters: {},
  responses: {
    200: {
      description: 'The policies, by name.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            'x-ms-summary': 'DLP Policies',
            description: 'The policies, by name.',
            items: dlpPolicySummarySchema,
          },
        },
        required: ['value'],
      },
    },
  },
  example: { reply: { status: 200, body: { value: [summaryOf(exampleDlpPolicy)] } } },
  handler: async ({ dlpPolicies }: { readonly dlpPolicies: DlpPolicies }) => ({
    status: 200,
    body: { value: (await dlpPolicies.all()).map(summaryOf) },
  }),
});

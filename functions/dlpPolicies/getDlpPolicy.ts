import { operation } from '../runtime/operation.ts';
import { Problem } from '../runtime/problem.ts';
import { type DlpPolicies, policyFilesPermission } from './dlpPoliciesOfGraph.ts';
import { dlpPolicySchema } from './dlpPolicy.ts';
import { policyFilesSetting } from './dlpRequirements.ts';
import { exampleDlpPolicy } from './exampleDlpPolicy.ts';
import { policyIdProperty } from './policyIdProperty.ts';

export const getDlpPolicy = operation({
  operationId: 'GetDlpPolicy',
  method: 'GET',
  path: '/dlpPolicies/{policyId}',
  summary: 'Get DLP policy',
  description:
    'Gets a DLP policy with its mode, its workloads and its rules: what they look for and what they do. It is read with the rights of the back end, over a beta interface that an administrator must switch on.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { application: [policyFilesPermission] },
  requires: [policyFilesSetting],
  parameters: { policyId: { ...policyIdProperty, in: 'path' } },
  responses: { 200: { description: 'The policy.', schema: dlpPolicySchema } },
  example: {
    parameters: { policyId: exampleDlpPolicy.policyId },
    reply: { status: 200, body: exampleDlpPolicy },
  },
  handler: async ({ dlpPolicies }: { readonly dlpPolicies: DlpPolicies }, { parameters: { policyId } }) => {
    const found = (await dlpPolicies.all()).find((policy) => policy.policyId.toLowerCase() === policyId.toLowerCase());
    if (found) return { status: 200, body: found };
    throw new Problem(
      'NotFound',
      `There is no DLP policy ${policyId}, or it is disabled. List DLP policies shows those that there are.`,
    );
  },
});

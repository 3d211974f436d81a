import { operation } from '../runtime/operation.ts';
import { custodianSchema } from './custodian.ts';
import type { EdiscoveryFor } from './ediscoveryOfGraph.ts';
import { exampleCase, exampleIds } from './exampleCase.ts';
import { groupIdsProperty } from './groupIdsProperty.ts';
import { caseIdParameter } from './idParameters.ts';

const includedSources = { mailboxAndSite: 'mailbox, site', mailbox: 'mailbox', site: 'site' } as const;

export const addCustodian = operation({
  operationId: 'AddCustodian',
  method: 'POST',
  path: '/ediscovery/cases/{caseId}/custodians',
  summary: 'Add eDiscovery custodian',
  description:
    'Adds a person to an eDiscovery case as a custodian, with their mailbox, their OneDrive site and groups of theirs. This takes two of the five calls a minute that all flows together have, and one more for each group.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['eDiscovery.ReadWrite.All'], application: ['eDiscovery.ReadWrite.All'] },
  parameters: { caseId: caseIdParameter },
  body: {
    type: 'object',
    properties: {
      email: {
        type: 'string',
        format: 'email',
        maxLength: 320,
        'x-ms-summary': 'Email',
        description: 'The email address of the person.',
      },
      sources: {
        type: 'string',
        enum: ['mailboxAndSite', 'mailbox', 'site', 'none'],
        default: 'mailboxAndSite',
        'x-ms-summary': 'Sources',
        description: 'Which of their data belongs to the case; a hold keeps these.',
      },
      groupIds: groupIdsProperty,
    },
    required: ['email'],
  },
  responses: { 201: { description: 'The custodian as they were added.', schema: custodianSchema } },
  example: {
    parameters: { caseId: exampleCase.caseId },
    body: { email: 'adele@contoso.com', sources: 'mailboxAndSite', groupIds: [exampleIds.groupId] },
    reply: {
      status: 201,
      body: {
        custodianId: exampleIds.custodianId,
        email: 'adele@contoso.com',
        displayName: 'Adele Vance',
        status: 'active',
        holdStatus: 'notApplied',
        createdAt: '2026-11-26T08:00:00.000Z',
      },
    },
  },
  handler: async (
    { ediscoveryFor }: { readonly ediscoveryFor: EdiscoveryFor },
    { parameters, body: { email, sources, groupIds }, caller },
  ) => {
    const custodian = {
      email,
      ...(sources !== 'none' && { includedSources: includedSources[sources] }),
      ...(groupIds && { groupIds: [...new Set(groupIds)] }),
    };
    return { status: 201, body: await ediscoveryFor(caller).addCustodian(parameters.caseId, custodian) };
  },
});

import { operation } from '../runtime/operation.ts';
import { caseSchema } from './ediscoveryCase.ts';
import type { EdiscoveryFor } from './ediscoveryOfGraph.ts';
import { exampleCase } from './exampleCase.ts';

export const createCase = operation({
  operationId: 'CreateCase',
  method: 'POST',
  path: '/ediscovery/cases',
  summary: 'Create eDiscovery case',
  description: 'Creates an eDiscovery case. Add custodians to it next, and apply a hold to them.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['eDiscovery.ReadWrite.All'], application: ['eDiscovery.ReadWrite.All'] },
  parameters: {},
  body: {
    type: 'object',
    properties: {
      displayName: {
        type: 'string',
        'x-ms-summary': 'Case Name',
        description: 'The name of the case.',
        minLength: 1,
        maxLength: 100,
        pattern: '\\S',
      },
      description: {
        type: 'string',
        'x-ms-summary': 'Description',
        description: 'What the case is about.',
        minLength: 1,
        maxLength: 1_000,
      },
      externalId: {
        type: 'string',
        'x-ms-summary': 'External Id',
        description: 'Its number elsewhere, such as that of the legal matter.',
        minLength: 1,
        maxLength: 100,
      },
    },
    required: ['displayName'],
  },
  responses: { 201: { description: 'The case as it was created.', schema: caseSchema } },
  example: {
    body: {
      displayName: 'Contoso v. Fabrikam',
      description: 'Breach of the supply agreement',
      externalId: 'M-2026-0317',
    },
    reply: { status: 201, body: exampleCase },
  },
  handler: async ({ ediscoveryFor }: { readonly ediscoveryFor: EdiscoveryFor }, { body, caller }) => ({
    status: 201,
    body: await ediscoveryFor(caller).create(body),
  }),
});

import { operation } from '../runtime/operation.ts';
import { searchScopes } from './caseEnums.ts';
import type { EdiscoveryFor } from './ediscoveryOfGraph.ts';
import { searchSchema } from './ediscoverySearch.ts';
import { exampleCase, exampleIds } from './exampleCase.ts';
import { caseIdParameter } from './idParameters.ts';

export const createSearch = operation({
  operationId: 'CreateSearch',
  method: 'POST',
  path: '/ediscovery/cases/{caseId}/searches',
  summary: 'Create eDiscovery search',
  description:
    'Creates a search in an eDiscovery case. It finds nothing yet: Estimate eDiscovery search counts what it would find.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['eDiscovery.ReadWrite.All'], application: ['eDiscovery.ReadWrite.All'] },
  parameters: { caseId: caseIdParameter },
  body: {
    type: 'object',
    properties: {
      displayName: {
        type: 'string',
        'x-ms-summary': 'Search Name',
        description: 'The name of the search.',
        minLength: 1,
        maxLength: 100,
        pattern: '\\S',
      },
      contentQuery: {
        type: 'string',
        'x-ms-summary': 'Content Query',
        description: 'What to look for, in the keyword query language (KQL).',
        minLength: 1,
        maxLength: 10_000,
      },
      description: {
        type: 'string',
        'x-ms-summary': 'Description',
        description: 'What it is for.',
        minLength: 1,
        maxLength: 1_000,
      },
      scopes: {
        type: 'array',
        items: { type: 'string', enum: searchScopes },
        minItems: 1,
        maxItems: 4,
        'x-ms-summary': 'Scopes',
        description: 'Where to look; left out, at the custodians of the case.',
      },
    },
    required: ['displayName', 'contentQuery'],
  },
  responses: { 201: { description: 'The search as it was created.', schema: searchSchema } },
  example: {
    parameters: { caseId: exampleCase.caseId },
    body: { displayName: 'Supply agreement', contentQuery: 'fabrikam AND agreement', scopes: ['allCaseCustodians'] },
    reply: {
      status: 201,
      body: {
        searchId: exampleIds.searchId,
        displayName: 'Supply agreement',
        contentQuery: 'fabrikam AND agreement',
        dataSourceScopes: 'allCaseCustodians',
        createdAt: '2026-11-26T08:00:00.000Z',
      },
    },
  },
  handler: async ({ ediscoveryFor }: { readonly ediscoveryFor: EdiscoveryFor }, { parameters, body, caller }) => {
    const { scopes = ['allCaseCustodians'], ...search } = body;
    // A flags enumeration: its members are joined by commas.
    const dataSourceScopes = [...new Set(scopes)].join(',');
    const created = await ediscoveryFor(caller).createSearch(parameters.caseId, { ...search, dataSourceScopes });
    return { status: 201, body: created };
  },
});

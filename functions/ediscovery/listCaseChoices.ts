import { choiceTitle } from '../integrations/vendorJson/choiceTitle.ts';
import { operation } from '../runtime/operation.ts';
import { caseStatuses } from './caseEnums.ts';
import type { EdiscoveryCase } from './ediscoveryCase.ts';
import type { EdiscoveryFor } from './ediscoveryOfGraph.ts';
import { exampleCase } from './exampleCase.ts';

// Each page is one of the five calls a minute, and takes up to 22 seconds; the designer waits for two minutes.
const mostPages = 4;

export const listCaseChoices = operation({
  operationId: 'ListCaseChoices',
  method: 'GET',
  path: '/ediscovery/caseChoices',
  summary: 'List eDiscovery cases to pick from',
  description:
    'Fills the list of eDiscovery cases in the designer: those that you may see, as far as four calls of eDiscovery tell them. All flows together may make five calls a minute.',
  visibility: 'internal',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['eDiscovery.Read.All'], application: ['eDiscovery.Read.All'] },
  parameters: {
    status: {
      in: 'query',
      type: 'string',
      enum: caseStatuses,
      'x-ms-summary': 'Case Status',
      description: 'Only cases with this status; left out: all.',
    },
  },
  responses: {
    200: {
      description: 'The cases, by name.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            'x-ms-summary': 'Cases',
            description: 'The cases, by name.',
            items: {
              type: 'object',
              properties: {
                caseId: { type: 'string', 'x-ms-summary': 'Case Id', description: 'The id of the case.' },
                title: {
                  type: 'string',
                  'x-ms-summary': 'Case Title',
                  description: 'The name of the case, with its external id, by which cases of one name differ.',
                },
              },
              required: ['caseId', 'title'],
            },
          },
        },
        required: ['value'],
      },
    },
  },
  example: {
    parameters: { status: 'active' },
    reply: {
      status: 200,
      body: { value: [{ caseId: exampleCase.caseId, title: 'Contoso v. Fabrikam (M-2026-0317)' }] },
    },
  },
  handler: async ({ ediscoveryFor }: { readonly ediscoveryFor: EdiscoveryFor }, { parameters: { status }, caller }) => {
    const cases = await ediscoveryFor(caller).all(mostPages);
    const choices = cases.filter((found) => status === undefined || found.status === status).map(toChoice);
    return { status: 200, body: { value: choices.sort((one, other) => one.title.localeCompare(other.title)) } };
  },
});

const toChoice = ({ caseId, displayName = caseId, externalId }: EdiscoveryCase) => ({
  caseId,
  title: choiceTitle(displayName, externalId),
});

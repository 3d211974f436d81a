import { operation } from '../runtime/operation.ts';
import { pagedList, pageParameters, pageProperties } from '../runtime/pagedList.ts';
import { caseStatuses } from './caseEnums.ts';
import { caseSchema, type EdiscoveryCase } from './ediscoveryCase.ts';
import type { EdiscoveryFor } from './ediscoveryOfGraph.ts';
import { exampleCase } from './exampleCase.ts';

interface Dependencies {
  readonly ediscoveryFor: EdiscoveryFor;
  readonly publicBaseUrl: string;
}

const path = '/ediscovery/cases';

export const listCases = operation({
  operationId: 'ListCases',
  method: 'GET',
  path,
  summary: 'List eDiscovery cases',
  description:
    'Lists the eDiscovery cases that you may see, in the order of the service, at most 100 at once. The filters are applied to what Microsoft Graph answers, so a page may hold fewer cases, or none, though more follow. All flows together may call eDiscovery five times a minute.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['eDiscovery.Read.All'], application: ['eDiscovery.Read.All'] },
  pageable: { nextLinkName: 'nextLink' },
  parameters: {
    status: {
      in: 'query',
      type: 'string',
      enum: caseStatuses,
      'x-ms-summary': 'Case Status',
      description: 'Only cases with this status.',
    },
    name: {
      in: 'query',
      type: 'string',
      minLength: 1,
      maxLength: 200,
      'x-ms-summary': 'Name Contains',
      description: 'Only cases with this text in their name or in their external id.',
    },
    ...pageParameters(100),
  },
  responses: {
    200: {
      description: 'A page of cases.',
      schema: {
        type: 'object',
        properties: {
          value: { type: 'array', items: caseSchema, 'x-ms-summary': 'Cases', description: 'The cases.' },
          ...pageProperties,
        },
        required: ['value', 'unreadable'],
      },
    },
  },
  example: {
    parameters: { status: 'active' },
    reply: { status: 200, body: { value: [exampleCase], unreadable: 0 } },
  },
  handler: async ({ ediscoveryFor, publicBaseUrl }: Dependencies, { parameters, caller }) => {
    const { status, name } = parameters;
    const fits = (found: EdiscoveryCase) =>
      (status === undefined || found.status === status) && (name === undefined || isCalled(found, name));
    const address = new URL(`/api${path}`, publicBaseUrl);
    const ediscovery = ediscoveryFor(caller);
    const body = await pagedList({ address, parameters }, (_filters, place) => ediscovery.list(place, fits));
    return { status: 200, body };
  },
});

const isCalled = ({ displayName, externalId }: EdiscoveryCase, name: string): boolean =>
  [displayName, externalId].some((text) => text?.toLowerCase().includes(name.toLowerCase()));

import { operation } from '../runtime/operation.ts';
import { pagedList, pageParameters, pageProperties } from '../runtime/pagedList.ts';
import { Problem } from '../runtime/problem.ts';
import type { AuditFor } from './auditOfGraph.ts';
import { auditRecordSchema } from './auditRecord.ts';
import type { AuditSearch } from './auditSearch.ts';
import { exampleAuditRecord, exampleSearch } from './exampleSearch.ts';
import { searchIdParameter } from './searchIdParameter.ts';

interface Dependencies {
  readonly auditFor: AuditFor;
  readonly publicBaseUrl: string;
}

export const getAuditSearchResults = operation({
  operationId: 'GetAuditSearchResults',
  method: 'GET',
  path: '/audit/searches/{searchId}/results',
  summary: 'Get audit search results',
  description:
    'Gets the records that a search of the audit log found, at most 100 at once, in the order of the service. The values that a DLP rule matched are left out.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['AuditLogsQuery.Read.All'], application: ['AuditLogsQuery.Read.All'] },
  pageable: { nextLinkName: 'nextLink' },
  parameters: {
    searchId: searchIdParameter,
    ...pageParameters(100),
  },
  responses: {
    200: {
      description: 'A page of records.',
      schema: {
        type: 'object',
        properties: {
          value: { type: 'array', items: auditRecordSchema, 'x-ms-summary': 'Records', description: 'The records.' },
          ...pageProperties,
          isLimitExceeded: {
            type: 'boolean',
            'x-ms-summary': 'Is Limit Exceeded',
            description: 'Whether records are missing because there were more than a search may hold.',
          },
        },
        required: ['value', 'isLimitExceeded', 'unreadable'],
      },
    },
  },
  example: {
    parameters: { searchId: exampleSearch.searchId },
    reply: { status: 200, body: { value: [exampleAuditRecord], isLimitExceeded: false, unreadable: 0 } },
  },
  handler: async ({ auditFor, publicBaseUrl }: Dependencies, { parameters: { searchId, ...parameters }, caller }) => {
    const audit = auditFor(caller);
    const isLimitExceeded = requireSucceeded(await audit.get(searchId));
    const address = new URL(`/api/audit/searches/${encodeURIComponent(searchId)}/results`, publicBaseUrl);
    const page = await pagedList({ address, parameters }, (_filters, place) => audit.records(searchId, place));
    return { status: 200, body: { ...page, isLimitExceeded } };
  },
});

/** Whether a search that has succeeded lacks records: the service says succeeded of such a one, too. */
function requireSucceeded({ status, isEnded, isLimitExceeded, ...search }: AuditSearch): boolean {
  if (!isEnded)
    throw new Problem('Conflict', `The search is ${status}. Ask Get audit search until it has ended, then repeat.`);
  if (status !== 'succeeded') throw new Problem('Conflict', `The search is ${status}. Start a new one.`);
  const { approximateRecordCount: count = 0, recordLimit = Number.POSITIVE_INFINITY } = search;
  return isLimitExceeded ?? count >= recordLimit;
}

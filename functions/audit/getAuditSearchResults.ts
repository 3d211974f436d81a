import { nextLink } from '../runtime/nextLink.ts';
import { operation } from '../runtime/operation.ts';
import { continuationOf } from '../runtime/pageToken.ts';
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
    top: {
      in: 'query',
      type: 'integer',
      format: 'int32',
      minimum: 1,
      maximum: 100,
      default: 100,
      'x-ms-summary': 'Top',
      'x-ms-visibility': 'advanced',
      description: 'How many records to answer at most.',
    },
    nextToken: {
      in: 'query',
      type: 'string',
      minLength: 1,
      maxLength: 8_000,
      'x-ms-summary': 'Next Token',
      'x-ms-visibility': 'internal',
      description: 'Part of the next link of the page before.',
    },
  },
  responses: {
    200: {
      description: 'A page of records.',
      schema: {
        type: 'object',
        properties: {
          value: { type: 'array', items: auditRecordSchema, 'x-ms-summary': 'Records', description: 'The records.' },
          isLimitExceeded: {
            type: 'boolean',
            'x-ms-summary': 'Is Limit Exceeded',
            description: 'Whether records are missing because there were more than a search may hold.',
          },
          unreadable: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Unreadable Records',
            'x-ms-visibility': 'advanced',
            description: 'How many records were left out because the service answered them in a broken form.',
          },
          nextLink: {
            type: 'string',
            'x-ms-summary': 'Next Link',
            'x-ms-visibility': 'advanced',
            description: 'The address of the next page; left out on the last one.',
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
  handler: async ({ auditFor, publicBaseUrl }: Dependencies, { parameters, caller }) => {
    const { nextToken, ...filters } = parameters;
    const { searchId, top } = filters;
    const from = nextToken === undefined ? {} : { place: continuationOf(nextToken, filters) };
    const audit = auditFor(caller);
    const isLimitExceeded = requireSucceeded(await audit.get(searchId));
    const { value, unreadable, place } = await audit.records(searchId, { top, ...from });
    const page = { value, isLimitExceeded, unreadable };
    if (place === undefined) return { status: 200, body: page };
    const path = `/audit/searches/${encodeURIComponent(searchId)}/results`;
    const link = nextLink({ publicBaseUrl, path, filters, place }, ['searchId']);
    return { status: 200, body: { ...page, nextLink: link } };
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

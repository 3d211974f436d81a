import { present } from '../integrations/vendorJson/present.ts';
import { operation } from '../runtime/operation.ts';
import { invalid } from '../runtime/problem.ts';
import type { AuditFor } from './auditOfGraph.ts';
import { auditSearchSchema } from './auditSearch.ts';
import { exampleSearch } from './exampleSearch.ts';
import { recordTypeFilter } from './recordTypeFilter.ts';

const list = (summary: string, description: string) =>
  ({
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: 400 },
    maxItems: 100,
    'x-ms-summary': summary,
    description,
  }) as const;

export const startAuditSearch = operation({
  operationId: 'StartAuditSearch',
  method: 'POST',
  path: '/audit/searches',
  summary: 'Start audit search',
  description:
    'Starts a search of the audit log. It takes minutes, and records appear in the log half an hour to a day after what they record. Ask Get audit search until it has ended. A tenant has about 200 searches a day and 50 at once.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['AuditLogsQuery.Read.All'], application: ['AuditLogsQuery.Read.All'] },
  parameters: {},
  body: {
    type: 'object',
    properties: {
      from: {
        type: 'string',
        format: 'date-time',
        'x-ms-summary': 'From',
        description: 'The beginning of the time to search.',
      },
      to: {
        type: 'string',
        format: 'date-time',
        'x-ms-summary': 'To',
        description: 'The end of the time to search; it is not part of it.',
      },
      displayName: {
        type: 'string',
        default: 'Purview Response',
        'x-ms-summary': 'Search Name',
        description: 'The name of the search, as the portal shows it.',
        minLength: 1,
        maxLength: 200,
        pattern: '\\S',
      },
      recordTypes: {
        ...list('Record Types', 'Only these kinds of records, such as ComplianceDLPSharePoint or DLPEndpoint.'),
        items: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9]{0,99}$' },
      },
      operations: list('Operations', 'Only these operations, such as DlpRuleMatch or SensitivityLabelRemoved.'),
      users: list('Users', 'Only what these users did, by their user principal names.'),
      keyword: {
        type: 'string',
        'x-ms-summary': 'Keyword',
        description: 'Only records with this word in what is indexed of them.',
        minLength: 1,
        maxLength: 400,
      },
      services: {
        ...list('Services', 'Only what was done in these services, such as SharePoint or Exchange.'),
        'x-ms-visibility': 'advanced',
      },
      objectIds: {
        ...list('Object Ids', 'Only what was done to these objects, such as files by their addresses.'),
        items: { type: 'string', minLength: 1, maxLength: 2_000 },
        'x-ms-visibility': 'advanced',
      },
      ipAddresses: {
        ...list('IP Addresses', 'Only what was done from these addresses.'),
        'x-ms-visibility': 'advanced',
      },
      administrativeUnitIds: {
        ...list('Administrative Unit Ids', 'Only what users of these administrative units did.'),
        'x-ms-visibility': 'advanced',
      },
    },
    required: ['from', 'to'],
  },
  responses: { 201: { description: 'The search, which goes on.', schema: auditSearchSchema } },
  example: {
    body: {
      from: '2026-11-16T00:00:00Z',
      to: '2026-11-23T00:00:00Z',
      displayName: 'DLP matches of last week',
      recordTypes: ['ComplianceDLPSharePoint'],
    },
    reply: {
      status: 201,
      body: {
        searchId: exampleSearch.searchId,
        displayName: 'DLP matches of last week',
        status: 'notStarted',
        isEnded: false,
        from: '2026-11-16T00:00:00.000Z',
        to: '2026-11-23T00:00:00.000Z',
        recordTypes: ['complianceDLPSharePoint'],
      },
    },
  },
  handler: async ({ auditFor }: { readonly auditFor: AuditFor }, { body, caller }) => {
    if (new Date(body.from) >= new Date(body.to)) throw invalid('to', 'must be later than from');
    const query = present({
      displayName: body.displayName,
      filterStartDateTime: new Date(body.from).toISOString(),
      filterEndDateTime: new Date(body.to).toISOString(),
      recordTypeFilters: body.recordTypes?.map(recordTypeFilter),
      keywordFilter: body.keyword,
      serviceFilters: body.services,
      operationFilters: body.operations,
      userPrincipalNameFilters: body.users,
      ipAddressFilters: body.ipAddresses,
      objectIdFilters: body.objectIds,
      administrativeUnitIdFilters: body.administrativeUnitIds,
    });
    return { status: 201, body: await auditFor(caller).start(query) };
  },
});

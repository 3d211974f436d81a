import { operation } from '../runtime/operation.ts';
import type { AuditFor } from './auditOfGraph.ts';
import { auditSearchSchema } from './auditSearch.ts';
import { exampleSearch } from './exampleSearch.ts';
import { searchIdParameter } from './searchIdParameter.ts';

export const getAuditSearch = operation({
  operationId: 'GetAuditSearch',
  method: 'GET',
  path: '/audit/searches/{searchId}',
  summary: 'Get audit search',
  description: 'Gets how far a search of the audit log has come, and whether it found more than it may hold.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['AuditLogsQuery.Read.All'], application: ['AuditLogsQuery.Read.All'] },
  parameters: { searchId: searchIdParameter },
  responses: { 200: { description: 'The search.', schema: auditSearchSchema } },
  example: { parameters: { searchId: exampleSearch.searchId }, reply: { status: 200, body: exampleSearch } },
  handler: async ({ auditFor }: { readonly auditFor: AuditFor }, { parameters, caller }) => ({
    status: 200,
    body: await auditFor(caller).get(parameters.searchId),
  }),
});

import type { Graph, GraphClients, GraphVersion } from '../integrations/graph/graph.ts';
import { graphPath } from '../integrations/graph/graphPath.ts';
import { readList } from '../integrations/graph/readList.ts';
import type { Caller } from '../runtime/caller.ts';
import type { Listed, Place } from '../runtime/pagedList.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import { type AuditRecord, toAuditRecord } from './auditRecord.ts';
import { type AuditSearch, toAuditSearch } from './auditSearch.ts';

/** Searches of the audit log as an identity may run them. */
export interface AuditOfGraph {
  /** Starts a search from a body of Graph's; never twice for one call. */
  start(body: object): Promise<AuditSearch>;
  get(searchId: string): Promise<AuditSearch>;
  records(searchId: string, place: Place): Promise<Listed<AuditRecord>>;
}

export type AuditFor = (caller: Caller) => AuditOfGraph;

const path = '/security/auditLog/queries';
const besides =
  'The person also needs a role with Audit Logs or View-Only Audit Logs in the Microsoft Purview portal. Where Microsoft Graph has no such interface in this version, an administrator may set AUDIT_SEARCH_VERSION.';

/** A person's calls run under the person's own rights, an app's under those of this app. */
export const auditFor =
  (clients: GraphClients, version: GraphVersion): AuditFor =>
  (caller) =>
    auditOfGraph(caller.kind === 'person' ? clients.onBehalfOf(caller, version) : clients.asApp(version));

/** https://learn.microsoft.com/graph/api/resources/security-auditlogquery */
export function auditOfGraph(graph: Graph): AuditOfGraph {
  const searchable = graph.needing({ permission: 'AuditLogsQuery.Read.All', besides });
  return {
    start: async (body) => theSearch(await searchable.post(path, body)),
    get: async (searchId) => theSearch(await searchable.get(graphPath`/security/auditLog/queries/${searchId}`)),
    records: (searchId, place) =>
      readList(searchable, {
        path: graphPath`/security/auditLog/queries/${searchId}/records`,
        place,
        read: toAuditRecord,
      }),
  };
}

function theSearch(record: unknown): AuditSearch {
  const search = toAuditSearch(record);
  if (search !== undefined) return search;
  const detail = 'it answered with something other than a search.';
  throw new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail });
}

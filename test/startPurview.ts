import assert from 'node:assert/strict';
import { auditFor } from '../functions/audit/auditOfGraph.ts';
import { ediscoveryFor } from '../functions/ediscovery/ediscoveryOfGraph.ts';
import { groupsFor } from '../functions/groups/groupsOfGraph.ts';
import type { GraphVersion } from '../functions/integrations/graph/graph.ts';
import type { Caller } from '../functions/runtime/caller.ts';
import { UpstreamError } from '../functions/runtime/upstreamError.ts';
import type { RateBudget } from '../functions/storage/rateBudget.ts';
import { requestsFor } from '../functions/subjectRightsRequests/requestsOfGraph.ts';
import type { Fault } from '../sandbox/graph/faults.ts';
import { startGraphTenant } from './graphTenant.ts';

const allPermissions = [
  'SubjectRightsRequest.ReadWrite.All',
  'eDiscovery.ReadWrite.All',
  'AuditLogsQuery.Read.All',
  'GroupMember.Read.All',
];
const unlimited: RateBudget = { take: async () => {} };

interface Options {
  readonly permissions?: readonly string[];
  readonly budget?: RateBudget;
  readonly auditVersion?: GraphVersion;
}

/** The simulated Graph, and what reaches it for people and for the app: their times are one. */
export async function startPurview({ permissions = allPermissions, budget = unlimited, auditVersion }: Options = {}) {
  const { graph, clientsOver, clients, close } = await startGraphTenant(permissions);
  const now = () => graph.now();
  return {
    graph,
    now,
    publicBaseUrl: 'https://func.example.com',
    subjectRightsRequestsFor: requestsFor(clients, now),
    ediscoveryFor: ediscoveryFor(clientsOver, budget),
    auditFor: auditFor(clients, auditVersion ?? 'v1.0'),
    groupsFor: groupsFor(clients),
    /** The real client, for what only a test asks of Graph. */
    asPerson: (caller: Caller) => clients.onBehalfOf(caller),
    /** Moves the simulated time on. */
    pass(ms: number) {
      graph.clock.offsetMs += ms;
    },
    /** The call hands on, as retryable, that Graph asks to wait, is away, or fails. */
    async assertHandsOnFaults(call: () => Promise<unknown>) {
      const retryAfter = { seconds: 600 };
      const cases: readonly (readonly [Fault, UpstreamError['kind'], number?])[] = [
        [{ kind: 'throttled', retryAfter }, 'throttled', 600_000],
        [{ kind: 'failed', status: 503, retryAfter }, 'away', 600_000],
        [{ kind: 'failed', status: 500 }, 'fault'],
      ];
      for (const [fault, kind, waitMs] of cases) {
        graph.faults.plan({ fault, times: 20 });
        await assert.rejects(call, (error) => {
          assert.ok(error instanceof UpstreamError, String(error));
          assert.deepEqual([error.kind, error.retryAfterMs], [kind, waitMs]);
          return true;
        });
        graph.faults.clear();
      }
    },
    close,
  };
}

export type Purview = Awaited<ReturnType<typeof startPurview>>;

/** The query parameters of a next link or a Location, with numbers as numbers. */
export const parametersOf = (link: string | undefined): Record<string, string | number> => {
  const entries = [...new URL(link ?? '').searchParams];
  return Object.fromEntries(entries.map(([name, value]) => [name, name === 'top' ? Number(value) : value]));
};

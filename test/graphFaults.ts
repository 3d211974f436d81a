import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GraphClients } from '../functions/integrations/graph/graph.ts';
import type { Operation } from '../functions/runtime/operation.ts';
import { users } from '../sandbox/contoso/users.ts';
import { app, person } from './callers.ts';
import { callHandler } from './callHandler.ts';
import { type GraphTenant, startGraphTenant } from './graphTenant.ts';

interface Case<D> {
  readonly dependencies: (clients: GraphClients) => D;
  /** A call that would succeed, about something that it puts into the tenant. */
  readonly call: (tenant: GraphTenant) => {
    readonly parameters?: Readonly<Record<string, unknown>>;
    readonly body?: Readonly<Record<string, unknown>>;
  };
  /** What Graph is asked last. */
  readonly route: string;
  /** For the same about something that is not there; left out where nothing is named. */
  readonly missing?: Pick<ReturnType<Case<D>['call']>, 'parameters' | 'body'>;
}

/** Tests that an operation says what is lacking, and hands on what Graph answers, for people and, where it takes them, apps. */
export function testGraphFaults<D>(operation: Operation<D>, { dependencies, call, route, missing }: Case<D>): void {
  const { delegated = [] } = operation.graph;
  const callers =
    typeof operation.access === 'object' && operation.access.callers === 'people' ? [person] : [person, app];

  test(`${operation.operationId} names the permission that is lacking`, async () => {
    const poor = await startGraphTenant(['Mail.Send']);
    try {
      for (const callerOf of callers) {
        const calling = callHandler(operation, dependencies(poor.clients), {
          caller: callerOf(users.megan),
          ...call(poor),
        });
        // In our words, since Graph's own name several that would do. What changes something may fail when it looks first.
        const lacking = delegated.map((permission) => permission.replaceAll('.', '\\.'));
        const message = new RegExp(`the (?:${lacking.join('|').replaceAll('Write', '(?:Write)?')}) permission`);
        await assert.rejects(calling, { name: 'Problem', code: 'UpstreamRefused', message });
      }
    } finally {
      await poor.close();
    }
  });

  test(`${operation.operationId} asks Graph as the caller, and hands on what it answers`, async () => {
    const tenant = await startGraphTenant(delegated);
    const run = (asked = call(tenant), callerOf = person) =>
      callHandler(operation, dependencies(tenant.clients), { caller: callerOf(users.megan), ...asked });
    try {
      for (const callerOf of callers) {
        tenant.graph.requests.reset();
        await run(call(tenant), callerOf);
        const kinds = new Set(tenant.graph.requests.admitted.map(({ kind }) => kind));
        assert.deepEqual([...kinds], [callerOf === person ? 'delegated' : 'application']);
      }
      if (missing) await assert.rejects(run(missing), { name: 'Problem', code: 'NotFound' });
      const faults = [
        [
          { kind: 'throttled', retryAfter: { seconds: 120 } },
          { kind: 'throttled', retryAfterMs: 120_000 },
        ],
        [
          { kind: 'failed', status: 503, retryAfter: { seconds: 120 } },
          { kind: 'away', retryAfterMs: 120_000 },
        ],
        [{ kind: 'failed', status: 500 }, { kind: 'fault' }],
        [{ kind: 'dropped', at: 'request' }, { kind: 'away' }],
      ] as const;
      for (const [fault, expected] of faults) {
        tenant.graph.faults.plan({ fault, route, times: 100 });
        await assert.rejects(run(), { name: 'UpstreamError', service: 'Microsoft Graph', ...expected });
        tenant.graph.faults.clear();
      }
      await run();
    } finally {
      await tenant.close();
    }
  });
}

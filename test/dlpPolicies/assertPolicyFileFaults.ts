import assert from 'node:assert/strict';
import { type Policies, policyFilesRoute, startPolicies } from './startPolicies.ts';

/** What every operation that reads the policy file does when Graph does not answer as it should. */
export async function assertPolicyFileFaults(
  { graph }: Policies,
  call: (policies: Policies | undefined) => Promise<unknown>,
): Promise<void> {
  const meet = async (fault: Parameters<typeof graph.faults.plan>[0]['fault'], expected: object) => {
    graph.faults.plan({ fault, route: policyFilesRoute, times: 20 });
    await assert.rejects(call(undefined), expected);
    graph.faults.clear();
  };
  const wait = { retryAfter: { seconds: 300 } };
  await meet({ kind: 'failed', status: 404 }, { code: 'NotConfigured', message: /beta interface/ });
  await meet({ kind: 'throttled', ...wait }, { name: 'UpstreamError', kind: 'throttled', retryAfterMs: 300_000 });
  await meet({ kind: 'failed', status: 503, ...wait }, { name: 'UpstreamError', kind: 'away' });

  const poor = await startPolicies({ permissions: ['User.Read.All'] });
  try {
    await assert.rejects(call(poor), {
      code: 'UpstreamRefused',
      message: /the InformationProtectionPolicy\.Read\.All permission/,
    });
  } finally {
    await poor.close();
  }
}

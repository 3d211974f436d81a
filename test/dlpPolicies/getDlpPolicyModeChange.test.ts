import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { getDlpPolicyModeChange } from '../../functions/dlpPolicies/getDlpPolicyModeChange.ts';
import { modeChangesOff } from '../../functions/dlpPolicies/modeChanges.ts';
import { connector } from '../../sandbox/contoso/applications.ts';
import { dlpPolicies } from '../../sandbox/contoso/dlpPolicies.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Policies, startPolicies } from './startPolicies.ts';

let tenant: Policies;
before(async () => {
  tenant = await startPolicies({ budgetMs: 0 });
});
after(() => tenant.close());
afterEach(() => tenant.automation.faults.clear());

const caller = person(users.megan);
const wish = { mode: 'disable', reason: 'A test.', requestedBy: 'a test' } as const;

const begin = async (policyId: string): Promise<string> =>
  (await tenant.dependencies.modeChanges.begin({ ...wish, policyId })).changeId;
const get = async (changeId: string, { dependencies } = tenant) =>
  (await callHandler(getDlpPolicyModeChange, dependencies, { caller, parameters: { changeId } })).body as Record<
    string,
    unknown
  >;

const ended = async (changeId: string): Promise<Record<string, unknown>> => {
  for (;;) {
    const change = await get(changeId);
    if (change.state !== 'running') return change;
    await delay(20);
  }
};

test('tells that a change is running, and how it ended', async () => {
  tenant.automation.jobs.setDurationMs(1_000);
  const changeId = await begin(dlpPolicies.teamsChats.id);
  assert.deepEqual(await get(changeId), { changeId, state: 'running' });
  assert.deepEqual(await ended(changeId), {
    changeId,
    state: 'completed',
    changed: true,
    previousMode: 'TestWithNotifications',
  });
});

test('tells why a change failed', async () => {
  tenant.automation.jobs.setDurationMs(0);
  const { state, detail } = await ended(await begin('no-such-policy'));
  assert.deepEqual([state, detail], ['failed', 'There is no DLP policy with the id no-such-policy.']);
});

test('says when there is no such change', () => assert.rejects(get(randomUUID()), { code: 'NotFound' }));

test('hands on what Azure refuses or fails', async () => {
  const changeId = await begin(dlpPolicies.teamsChats.id);
  const meet = async (fault: Parameters<typeof tenant.automation.faults.plan>[0]['fault'], expected: object) => {
    tenant.automation.faults.plan({ fault, route: 'GET job' });
    await assert.rejects(get(changeId), expected);
  };
  await meet({ kind: 'throttled', retryAfter: { seconds: 40 } }, { kind: 'throttled', retryAfterMs: 40_000 });
  await meet({ kind: 'failed', status: 503 }, { name: 'UpstreamError', kind: 'away' });
  const poor = await startPolicies({ objectId: connector.objectId });
  try {
    await assert.rejects(get(changeId, poor), { code: 'UpstreamRefused' });
  } finally {
    await poor.close();
  }
  await assert.rejects(
    callHandler(getDlpPolicyModeChange, { modeChanges: modeChangesOff }, { caller, parameters: { changeId } }),
    { code: 'NotConfigured' },
  );
});

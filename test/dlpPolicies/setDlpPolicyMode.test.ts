import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { settableModes } from '../../functions/dlpPolicies/dlpPolicyModes.ts';
import { modeChangesOff } from '../../functions/dlpPolicies/modeChanges.ts';
import { setDlpPolicyMode } from '../../functions/dlpPolicies/setDlpPolicyMode.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { runbookParameters } from '../../sandbox/automation/setDlpPolicyMode.ts';
import { connector } from '../../sandbox/contoso/applications.ts';
import { dlpPolicies } from '../../sandbox/contoso/dlpPolicies.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Policies, startPolicies } from './startPolicies.ts';

let tenant: Policies;
before(async () => {
  tenant = await startPolicies();
});
after(() => tenant.close());
afterEach(() => {
  tenant.automation.faults.clear();
  tenant.automation.jobs.setDurationMs(100);
});

const caller = person(users.megan);
const { id: policyId } = dlpPolicies.financialData;
const wish = { policyId, mode: 'testWithNotifications', reason: 'Approved by Megan Bowen.' };

const set = async (body: object = {}, { dependencies } = tenant) =>
  (await callHandler(setDlpPolicyMode, dependencies, { caller, body: { ...wish, ...body } })).body as Record<
    string,
    unknown
  >;

test('sets the mode by the runbook, follows its job to the end, and leaves a trace of who and why', async () => {
  const { changeId, ...change } = await set();
  assert.deepEqual(change, { state: 'completed', changed: true, previousMode: 'Enable' });
  assert.equal(tenant.graph.policies.find(policyId)?.mode, 'TestWithNotifications');
  assert.match(String(changeId), /^[\da-f-]{36}$/);
  assert.deepEqual(tenant.automation.jobs.lastParameters, {
    PolicyId: policyId,
    Mode: 'testWithNotifications',
    Reason: 'Approved by Megan Bowen.',
    RequestedBy: `person ${users.megan.id}`,
  });
});

test('leaves a policy alone that has the mode already', async () => {
  await set({ mode: 'disable' });
  assert.equal((await set({ mode: 'disable' })).changed, false);
});

test('says that the job is running when it takes longer than a flow can wait', async () => {
  const hasty = await startPolicies({ budgetMs: 0 });
  try {
    const { state, changed } = await set({}, hasty);
    assert.deepEqual([state, changed], ['running', undefined]);
  } finally {
    await hasty.close();
  }
});

test('goes on looking while Azure is busy or away, and starts no second job', async () => {
  const earlier = tenant.automation.jobs.count;
  tenant.automation.faults.plan({ fault: { kind: 'failed', status: 503 }, route: 'GET job' });
  tenant.automation.faults.plan({ fault: { kind: 'throttled' }, route: 'GET job' });
  assert.equal((await set({ mode: 'enable' })).state, 'completed');
  assert.equal(tenant.automation.jobs.count, earlier + 1);
});

test('hands on why the runbook failed', async () => {
  const unknown = '00000000-0000-4000-8000-000000000000';
  await assert.rejects(set({ policyId: unknown }), {
    code: 'Conflict',
    message: /There is no DLP policy with the id 00000000.*Look at the job [\da-f-]{36}/,
  });
});

test('starts nothing when Azure asks to wait, is away, or does not let the app', async () => {
  const earlier = tenant.automation.jobs.count;
  const meet = async (fault: Parameters<typeof tenant.automation.faults.plan>[0]['fault'], expected: object) => {
    tenant.automation.faults.plan({ fault, route: 'PUT job' });
    await assert.rejects(set(), expected);
  };
  await meet({ kind: 'throttled', retryAfter: { seconds: 40 } }, { kind: 'throttled', retryAfterMs: 40_000 });
  await meet({ kind: 'failed', status: 503 }, { name: 'UpstreamError', kind: 'away' });
  await meet({ kind: 'failed', status: 500 }, { name: 'UpstreamError', kind: 'fault' });
  assert.equal(tenant.automation.jobs.count, earlier);

  for (const [options, expected] of [
    [{ objectId: connector.objectId }, { code: 'UpstreamRefused', message: /Automation Job Operator/ }],
    [{ runbook: 'Another-Runbook' }, { code: 'NotFound', message: /Another-Runbook/ }],
  ] as const) {
    const other = await startPolicies(options);
    try {
      await assert.rejects(set({}, other), expected);
      assert.equal(other.automation.jobs.count, 0);
    } finally {
      await other.close();
    }
  }
});

test('says what to deploy and to set where there is no runbook', async () => {
  const call = callHandler(setDlpPolicyMode, { modeChanges: modeChangesOff }, { caller, body: wish });
  await assert.rejects(call, { code: 'NotConfigured', message: /infra\/dlpPolicyMode.*DLP_RUNBOOK_ID/ });
});

test('takes no mode of its own making, and no reason that is empty', () => {
  const { body } = setDlpPolicyMode;
  assert.ok(body);
  const faults = validatorOf(body, 'body')({ ...wish, mode: 'Enforce', reason: '' });
  assert.deepEqual(faults.map(({ field }) => field).sort(), ['mode', 'reason']);
});

test('the runbook takes the parameters and the modes that are sent to it', async () => {
  const file = join(import.meta.dirname, '../../infra/dlpPolicyMode/Set-DlpPolicyMode.ps1');
  const parameters = /param\(([\s\S]*?)\n\)/.exec(await readFile(file, 'utf8'))?.[1] ?? '';
  const names = [...parameters.matchAll(/\[string\] \$(\w+)/g)].map(([, name]) => name);
  assert.deepEqual(names, runbookParameters);
  const modes = /ValidateSet\(([^)]*)\)/.exec(parameters)?.[1]?.split(', ');
  assert.deepEqual(
    modes,
    settableModes.map((mode) => `'${mode}'`),
  );
});

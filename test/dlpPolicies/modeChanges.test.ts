import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FollowOptions, modeChangesBy } from '../../functions/dlpPolicies/modeChanges.ts';
import type { RunbookJob } from '../../functions/integrations/automation/automationRunbook.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';

const away = new UpstreamError({ service: 'Azure Automation', kind: 'away', detail: 'it did not answer.' });
const wish = { policyId: 'p1', mode: 'disable', reason: 'A test.', requestedBy: 'a test' } as const;

interface Told {
  readonly exception?: string;
  readonly output?: string | Error;
}

/** Changes by a runbook whose job is in these states, one after the other. */
const changesBy = (states: readonly string[], { exception, output = '' }: Told = {}, options: FollowOptions = {}) => {
  const left = [...states];
  const job = (): RunbookJob => {
    const status = left.length > 1 ? left.shift() : left[0];
    return { jobId: 'j1', status: status ?? assert.fail(), ...(exception !== undefined && { exception }) };
  };
  const runbook = {
    start: async () => job(),
    job: async () => job(),
    output: async () => (output instanceof Error ? Promise.reject(output) : output),
  };
  return modeChangesBy(runbook, { now: () => 0, sleep: async () => undefined, ...options });
};

test('takes for failed what will never end otherwise, and for running what may', async () => {
  for (const status of ['Failed', 'Stopped', 'Suspended', 'Blocked', 'Disconnected', 'Removing'])
    assert.deepEqual(await changesBy([status]).read('j1'), {
      changeId: 'j1',
      state: 'failed',
      detail: `The job ended as ${status}.`,
    });
  for (const status of ['New', 'Activating', 'Running', 'Resuming', 'NewerThanThis'])
    assert.deepEqual(await changesBy([status]).read('j1'), { changeId: 'j1', state: 'running' });
  const { detail } = await changesBy(['Failed'], { exception: 'x'.repeat(5_000) }).read('j1');
  assert.equal(detail, 'x'.repeat(2_000));
});

test('reads the last line that the runbook wrote of the change, whatever cmdlets wrote before and after it', async () => {
  const output = [
    '{"changed":true,"previousMode":"of another"}',
    'Connected.',
    `{"changed":false,"previousMode":"${'x'.repeat(200)}"}`,
    '{"loaded":3}',
    'null',
    'Disconnected.',
  ].join('\n');
  const { changed, previousMode } = await changesBy(['Completed'], { output }).read('j1');
  assert.deepEqual([changed, previousMode], [false, 'x'.repeat(100)]);
  assert.deepEqual(await changesBy(['Completed'], { output: 'Nothing' }).read('j1'), {
    changeId: 'j1',
    state: 'completed',
  });
});

test('follows a job less and less often, and no longer than a flow can wait', async () => {
  const waitsMs: number[] = [];
  let timeMs = 0;
  const sleep = async (waitMs: number) => {
    waitsMs.push(waitMs);
    timeMs += waitMs;
  };
  const changes = changesBy(['Running'], {}, { budgetMs: 20_000, now: () => timeMs, sleep });
  assert.deepEqual(await changes.begin(wish), { changeId: 'j1', state: 'running' });
  assert.deepEqual(waitsMs, [500, 1_000, 2_000, 4_000, 5_000, 5_000]);
});

test('calls a change running whose outcome cannot be read just now, and hands on a fault of its own', async () => {
  assert.equal((await changesBy(['New', 'Completed'], { output: away }).begin(wish)).state, 'running');
  await assert.rejects(changesBy(['Completed'], { output: new TypeError('a fault') }).begin(wish), TypeError);
  await assert.rejects(changesBy(['Completed'], { output: away }).read('j1'), away);
});

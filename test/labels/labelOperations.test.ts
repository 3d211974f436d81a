import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleFileItem } from '../../functions/integrations/sharePoint/fileItem.ts';
import type { Progress } from '../../functions/integrations/sharePoint/monitor.ts';
import { createLabelOperations } from '../../functions/labels/labelOperations.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';

const away = new UpstreamError({ service: 'SharePoint', kind: 'away', detail: 'it did not answer.' });
const unlocked = async () => {
  throw away;
};

/** Follows a change whose monitor answers these, one after the other; tells the end and the waits before each look. */
const follow = async (
  answers: readonly (Progress | Error)[],
  { location = 'https://contoso.sharepoint.com/m' } = {},
) => {
  const waitsMs: number[] = [];
  let timeMs = 0;
  const operations = createLabelOperations({
    encryption: { seal: unlocked, open: unlocked },
    lookAtMonitor: async () => {
      const answer = answers[waitsMs.length - 1] ?? { state: 'running' };
      if (answer instanceof Error) throw answer;
      return answer;
    },
    graphOrigin: 'https://graph.microsoft.com',
    budgetMs: 30_000,
    now: () => timeMs,
    sleep: async (waitMs) => {
      waitsMs.push(waitMs);
      timeMs += waitMs;
    },
  });
  const { state } = await operations.follow(operations.begun({ file: exampleFileItem, labelId: 'l', location }));
  return { state, waitsMs };
};

test('looks less and less often, when SharePoint says so later still, and no longer than a call may wait', async () => {
  const { state, waitsMs } = await follow([]);
  assert.deepEqual([state, waitsMs], ['running', [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000, 5_000]]);
  const told = await follow([{ state: 'running', retryAfterMs: 10_000 }, { state: 'completed' }]);
  assert.deepEqual(told, { state: 'completed', waitsMs: [250, 10_000] });
});

test('goes on while the monitor does not answer, and hands on a fault of its own', async () => {
  assert.deepEqual(await follow([away, { state: 'completed' }]), { state: 'completed', waitsMs: [250, 500] });
  await assert.rejects(follow([new TypeError('a fault')]), TypeError);
});

test('takes a change for running whose monitor it may not call', async () => {
  assert.deepEqual(await follow([], { location: 'https://evil.test/' }), { state: 'running', waitsMs: [] });
});

test('does not say of an id that there is none while no key can be had', async () => {
  const operations = createLabelOperations({
    encryption: { seal: unlocked, open: unlocked },
    lookAtMonitor: unlocked,
    graphOrigin: 'https://graph.microsoft.com',
    budgetMs: 0,
  });
  await assert.rejects(operations.read(person(users.megan), 'sealed'), away);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSetAside } from '../../functions/events/setAside.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';

test('counts each record that was set aside once for each reason, however long that is, and tells the last one', async () => {
  let nowMs = Date.parse('2026-11-01T08:00:00Z');
  const setAside = createSetAside(createMemoryTable(), () => new Date(nowMs));
  const note = async (recordId: string, reason: string) => {
    nowMs += 1_000;
    await setAside.note('alerts', [{ recordId, reason }]);
  };
  assert.deepEqual(await setAside.summary('alerts'), { count: 0 });
  await note('a', 'It has no time.');
  await note('b', `It says ${'so '.repeat(50_000)}`);
  await note('b', 'It has no id.');
  await note('a', 'It has no time.');
  assert.deepEqual(await setAside.summary('alerts'), { count: 3, lastReason: 'It has no id.' });
  assert.deepEqual(await setAside.summary('incidents'), { count: 0 });
});

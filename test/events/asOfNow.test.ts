import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asOfNow } from '../../functions/events/asOfNow.ts';
import { createEventLog } from '../../functions/events/eventLog.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';
import { watchListings } from '../storage/watchListings.ts';
import { recordDraft } from './recordDraft.ts';

test('of many followers at the end of the log none asks storage whether there is more', async () => {
  const { table, listings } = watchListings(createMemoryTable());
  const log = createEventLog({ table, tenantId: 'contoso', now: () => new Date() });
  const append = async (name: string) =>
    log.append('alerts', await log.head('alerts'), {
      events: [{ draft: recordDraft(name), change: 'raised' }],
      upperBound: new Date().toISOString(),
      correlationId: 'test',
    });
  await append('r1');
  await append('r2');
  const logNow = asOfNow(log);
  const read = async (after: number) => (await logNow.after('alerts', after)).map(({ sequence }) => sequence);
  assert.deepEqual(await read(1), [2]);
  await append('r3');
  for (let follower = 0; follower < 100; follower++) assert.deepEqual(await read(2), []);
  assert.deepEqual(listings, []);
  assert.deepEqual((await asOfNow(log).after('alerts', 2)).length, 1);
});

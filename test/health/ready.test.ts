import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEventLog } from '../../functions/events/eventLog.ts';
import { ready } from '../../functions/health/ready.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { openTable } from '../../functions/storage/table.ts';
import { forgetful } from '../runtime/invoke.ts';
import { storageAway } from '../storageAway.ts';
import { call, createWorld, openProcess, type Process } from '../subscriptions/subscriptionFixture.ts';

const everyMinute = '0 * * * * *';

const ask = ({ log }: Pick<Process, 'log'>, schedule = everyMinute) =>
  call(
    ready,
    { log, sourcesRead: ['alerts', 'incidents'], pollScheduleOf: () => schedule, idempotency: forgetful },
    { method: 'GET' },
  );

const pollOf = async ({ log }: Process, minutesAgo: number): Promise<void> => {
  const lastPolledAt = new Date(Date.now() - minutesAgo * 60_000).toISOString();
  await log.advance('alerts', await log.head('alerts'), { lastPolledAt });
};

describe('ready', () => {
  test('is ready before the first poll, and says that the source waits for it', async () => {
    const { status, json } = await ask(openProcess(createWorld()));
    assert.equal(status, 200);
    assert.deepEqual(json, {
      status: 'ready',
      components: [
        { name: 'storage', state: 'ok' },
        { name: 'alerts', state: 'waiting' },
        { name: 'incidents', state: 'waiting' },
      ],
    });
  });

  for (const { schedule, minutesAgo, state } of [
    { schedule: everyMinute, minutesAgo: 9, state: 'ok' },
    { schedule: everyMinute, minutesAgo: 11, state: 'silent' },
    { schedule: '0 0 */2 * * *', minutesAgo: 11, state: 'ok' },
  ]) {
    test(`calls a source ${state} that is polled at ${schedule} and was ${minutesAgo} minutes ago, and is ready`, async () => {
      const process = openProcess(createWorld());
      await pollOf(process, minutesAgo);
      const { status, json } = await ask(process, schedule);
      assert.equal(status, 200);
      assert.deepEqual(json, {
        status: 'ready',
        components: [
          { name: 'storage', state: 'ok' },
          { name: 'alerts', state },
          { name: 'incidents', state: 'waiting' },
        ],
      });
    });
  }

  test('is not ready while storage is away, says when to ask again, and no more than that', async () => {
    const table = openTable({ connectionString: new Secret(storageAway) }, 'away');
    const { status, json, headers } = await ask({
      log: createEventLog({ table, tenantId: 'a tenant', now: () => new Date() }),
    });
    assert.equal(status, 503);
    assert.deepEqual(json, { status: 'notReady', components: [{ name: 'storage', state: 'away' }] });
    assert.match(headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  });
});

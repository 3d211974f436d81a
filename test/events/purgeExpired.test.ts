import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Expiring, purgeExpired } from '../../functions/events/purgeExpired.ts';
import type { LogFields } from '../../functions/runtime/log.ts';
import { silentLog } from '../silentLog.ts';

describe('PurgeExpired', () => {
  test('gives everything its turn although one fails, and then fails with all the reasons', async () => {
    const lines: unknown[] = [];
    const log = { ...silentLog, info: (_message: string, fields?: LogFields) => void lines.push(fields) };
    const faults = [new Error('away'), new Error('away as well')];
    const failing = (fault: Error | undefined): Expiring => ({
      name: 'failing',
      purge: () => Promise.reject(fault),
    });
    const expiring = [
      failing(faults[0]),
      { name: 'events', purge: async () => 3 },
      failing(faults[1]),
      { name: 'calls', purge: async () => 0 },
    ];
    await assert.rejects(purgeExpired.run({ expiring }, { correlationId: 'c', log }), { errors: faults });
    assert.deepEqual(lines, [
      { name: 'events', dropped: 3 },
      { name: 'calls', dropped: 0 },
    ]);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestOf } from '../../functions/subscriptions/digest.ts';
import { entryAt } from '../events/entryAt.ts';
import { logOf } from '../events/logOf.ts';

const time = '2026-11-26T12:00:00.000Z';
const policyId = '7f5b3f0c-0b0e-4a53-9c1b-0a7f9f4f3c55';

test('a digest counts what it stands for, names the first hundred events and the twenty most frequent names', async () => {
  const entries = Array.from({ length: 160 }, (_, n) =>
    entryAt(n + 1, time, {
      facets: {
        severity: n % 4 === 0 ? 'high' : 'low',
        // Of thirty policies, the last is named most.
        policies: [policyId, `Policy ${String(Math.floor(Math.sqrt(n * 6))).padStart(2, '0')}`],
        users: n < 10 ? [policyId] : [],
      },
      ...(n === 5 && { target: 'mine' }),
    }),
  );
  const log = logOf(entries, { pageSize: 50 });
  const range = { source: 'alerts', first: 3, last: 150 } as const;
  const isInDigest = ({ target }: { readonly target?: string }): boolean => target === undefined;
  const { json = assert.fail(), apart, eventId } = await digestOf({ subscriptionId: 'mine', range, log, isInDigest });
  const { digest, sequence } = JSON.parse(json);
  assert.deepEqual([digest.count, digest.eventIds.length, sequence, apart], [147, 100, 150, [6]]);
  assert.deepEqual([digest.eventIds[0], digest.listUrl], ['e3', 'https://security.microsoft.com/alerts']);
  assert.deepEqual(digest.bySeverity, [
    { name: 'low', count: 110 },
    { name: 'high', count: 37 },
  ]);
  assert.equal(digest.byPolicy.length, 20);
  const counts: number[] = digest.byPolicy.map(({ count }: { count: number }) => count);
  assert.deepEqual(
    counts,
    counts.toSorted((one, other) => other - one),
  );
  assert.ok(
    digest.byPolicy.every(({ name }: { name: string }) => name !== policyId),
    'people read names',
  );
  assert.deepEqual(digest.byUser, [{ name: policyId, count: 7 }], 'or ids, where there are no names');
  const other = await digestOf({ subscriptionId: 'other', range, log, isInDigest });
  assert.notEqual(other.eventId, eventId);
  const nothing = await digestOf({ subscriptionId: 'mine', range, log, isInDigest: () => false });
  assert.deepEqual([nothing.eventId, nothing.json], [eventId, undefined]);
});

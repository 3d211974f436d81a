import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventIdOf, eventKeyOf, placeOf, recordHash, versionHash } from '../../functions/events/eventId.ts';

const tenantId = 'contoso';

describe('an event key', () => {
  test('holds the id of the record where that is plain and short, and its hash where it is not', () => {
    assert.equal(eventKeyOf(tenantId, 'alerts', 'dl1.upload_2-b'), 'alerts-dl1.upload_2-b');
    for (const recordId of ['a b', 'a/b', 'ä', '', 'x'.repeat(81)])
      assert.match(eventKeyOf(tenantId, 'alerts', recordId), /^alerts-[\w-]{22}$/, recordId);
  });
});

describe('a hash', () => {
  test('is another for another tenant, source, record and version', () => {
    const hashes = [
      versionHash(tenantId, 'alerts', 'a', '1'),
      versionHash('fabrikam', 'alerts', 'a', '1'),
      versionHash(tenantId, 'incidents', 'a', '1'),
      versionHash(tenantId, 'alerts', 'b', '1'),
      versionHash(tenantId, 'alerts', 'a', '2'),
      recordHash(tenantId, 'alerts', 'a'),
      recordHash('fabrikam', 'alerts', 'a'),
      recordHash(tenantId, 'incidents', 'a'),
    ];
    assert.equal(new Set(hashes).size, hashes.length);
  });
});

describe('an event id', () => {
  test('says where its event is, and any other text says nothing', () => {
    const version = versionHash(tenantId, 'alerts', 'a', '1');
    assert.deepEqual(placeOf(eventIdOf('alerts', 42, version)), { source: 'alerts', sequence: 42 });
    for (const text of ['', 'alerts-42', `nothing-42-${version}`, `alerts-x-${version}`, `alerts-42-${version}x`])
      assert.equal(placeOf(text), undefined, text);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { exampleFileItem } from '../../functions/integrations/sharePoint/fileItem.ts';
import { Problem } from '../../functions/runtime/problem.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import { accessList } from '../../functions/sharing/accessList.ts';
import type { ExternalAccess } from '../../functions/sharing/externalAccess.ts';
import type { Receipt } from '../../functions/sharing/receipts.ts';
import { removeAccess } from '../../functions/sharing/removeAccess.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';

const identity = fc.record({
  user: fc.record({ displayName: fc.string(), email: fc.constantFrom('lab@fabrikam.com', 'megan@contoso.com', null) }),
  siteUser: fc.record({ loginName: fc.constantFrom('c:0(.s|true', 'x#ext#@contoso.com', null) }),
});
/** What can be removed. */
const guest = fc.record({
  id: fc.string({ minLength: 1 }),
  roles: fc.constantFrom(['read'], ['write']),
  grantedToV2: fc.constant({ user: { email: 'lab@fabrikam.com' } }),
});
/** Entries of permissions as a service might answer them, hostile ones too. */
const oddPermission = fc.record(
  {
    id: fc.oneof(fc.string({ minLength: 1 }), fc.constant(null)),
    roles: fc.oneof(
      fc.uniqueArray(fc.constantFrom('read', 'write', 'owner', 'Owner', 'sp.full control', 7)),
      fc.constant('owner'),
    ),
    link: fc.record({
      scope: fc.constantFrom('anonymous', 'organization', 'users'),
      type: fc.constantFrom('view', 'edit'),
    }),
    grantedToV2: identity,
    grantedToIdentitiesV2: fc.array(identity, { maxLength: 3 }),
    inheritedFrom: fc.oneof(fc.constant(null), fc.constant({}), fc.record({ path: fc.string() }), fc.string()),
  },
  { requiredKeys: ['id', 'roles'] },
);
const permission = fc.oneof(guest, oddPermission);

const permissions = fc.uniqueArray<Record<string, unknown>, unknown>(permission, { selector: ({ id }) => id });

const entriesOf = (records: readonly Record<string, unknown>[]) => accessList(records, ['contoso.com']).entries;

const removalsOf = async (entries: readonly ExternalAccess[], limit: number, mode: 'dryRun' | 'remove') => {
  const removed: string[] = [];
  const kept = new Map<string, Receipt>();
  const removals = await removeAccess(
    { remove: async (_place, permissionId) => removed.push(permissionId) > 0 },
    {
      issue: async (_caller, receipt) => void kept.set(receipt.receiptId, receipt),
      tell: async () => undefined,
      forget: async (_caller, { receiptId }) => void kept.delete(receiptId),
    },
    { caller: person(users.joni), file: exampleFileItem, entries, untold: { gone: [], begun: new Map() }, mode, limit },
  );
  return { removals, removed, receipts: [...kept.values()] };
};

test('never removes what is inherited or an owner’s, nor more than the limit, whatever the service lists', async () => {
  await fc.assert(
    fc.asyncProperty(permissions, fc.integer({ min: 1, max: 5 }), async (records, limit) => {
      const entries = entriesOf(records);
      const { removals, removed, receipts } = await removalsOf(entries, limit, 'remove');
      for (const id of removed) {
        const record = records.find((candidate) => candidate.id === id);
        assert.ok(record?.inheritedFrom === undefined || record.inheritedFrom === null);
        assert.ok(Array.isArray(record?.roles) && !record.roles.some((role) => /owner|control/i.test(String(role))));
      }
      assert.equal(removed.length, Math.min(limit, entries.filter(({ isRemovable }) => isRemovable).length));
      assert.equal(removals.length, entries.length);
      assert.deepEqual(
        receipts.map(({ access, state }) => [access.permissionId, state]),
        removed.map((id) => [id, 'removed']),
      );
    }),
  );
});

test('removes nothing in a dry run, and tells beforehand exactly what would go', async () => {
  await fc.assert(
    fc.asyncProperty(permissions, fc.integer({ min: 1, max: 5 }), async (records, limit) => {
      const entries = entriesOf(records);
      const dry = await removalsOf(entries, limit, 'dryRun');
      assert.deepEqual([dry.removed, dry.receipts], [[], []]);
      const foretold = dry.removals
        .filter(({ outcome }) => outcome === 'wouldRemove')
        .map((entry) => entry.permissionId);
      assert.deepEqual(foretold, (await removalsOf(entries, limit, 'remove')).removed);
    }),
  );
});

test('says of an owner that they keep their access', async () => {
  const owner = { id: 'o', roles: ['owner'], grantedToV2: { user: { email: 'lab@fabrikam.com' } } };
  const { removals, removed } = await removalsOf(entriesOf([owner]), 9, 'remove');
  assert.deepEqual(
    [removed, removals.map(({ outcome, note }) => [outcome, note])],
    [[], [['kept', 'Owners keep their access.']]],
  );
});

describe('when not all can be done', () => {
  const away = new UpstreamError({ service: 'Azure Storage', kind: 'away', detail: 'answered 503' });
  const guests = entriesOf(
    ['one', 'two', 'three'].map((id) => ({
      id,
      roles: ['read'],
      grantedToV2: { user: { email: 'lab@fabrikam.com' } },
    })),
  );
  const order = {
    caller: person(users.joni),
    file: exampleFileItem,
    entries: guests,
    untold: { gone: [], begun: new Map() },
    mode: 'remove',
    limit: 9,
  } as const;

  test('tells the receipts of what was removed when storage goes away, and removes no more', async () => {
    const removed: string[] = [];
    let puts = 0;
    const removals = await removeAccess(
      { remove: async (_place, permissionId) => removed.push(permissionId) > 0 },
      {
        async issue() {
          puts += 1;
          if (puts > 1) throw away;
        },
        tell: async () => undefined,
        forget: async () => undefined,
      },
      order,
    );
    assert.deepEqual(removed, ['one']);
    assert.deepEqual(
      removals.map(({ outcome, receiptId }) => [outcome, receiptId !== undefined]),
      [
        ['removed', true],
        ['failed', false],
        ['notTried', false],
      ],
    );
    assert.match(removals[1]?.note ?? '', /receipt.*Azure Storage/);
  });

  test('tells what was gone already when the service goes away after it', async () => {
    const told: string[] = [];
    const removals = await removeAccess(
      { remove: async (_place, id) => (id === 'one' ? false : Promise.reject(away)) },
      {
        issue: async () => undefined,
        tell: async (_caller, _file, receiptIds) => void told.push(...receiptIds),
        forget: async () => undefined,
      },
      order,
    );
    assert.deepEqual(
      removals.map(({ outcome }) => outcome),
      ['alreadyGone', 'failed', 'notTried'],
    );
    assert.deepEqual(
      removals.map(({ receiptId }) => receiptId),
      [...told, undefined],
    );
  });

  test('is an error while nothing was removed', async () => {
    const receipts = { issue: () => Promise.reject(away), tell: async () => undefined, forget: async () => undefined };
    await assert.rejects(removeAccess({ remove: () => assert.fail() }, receipts, order), away);
  });

  test('goes on with the receipt that an earlier call began, and never drops it', async () => {
    const issued: string[] = [];
    const refused = new Problem('UpstreamRefused', 'No.');
    const receipts = {
      issue: async (_caller: unknown, { receiptId }: Receipt) => void issued.push(receiptId),
      tell: async () => undefined,
      forget: () => assert.fail(),
    };
    const untold = { gone: [], begun: new Map([['one', 'begun-before']]) };
    const remove = () => Promise.reject(refused);
    await assert.rejects(
      removeAccess({ remove }, receipts, { ...order, entries: guests.slice(0, 1), untold }),
      refused,
    );
    assert.deepEqual(issued, ['begun-before']);
  });

  test('tells a refusal, and not that its receipt stayed behind', async () => {
    const refused = new Problem('UpstreamRefused', 'No.');
    const removals = await removeAccess(
      { remove: async (_place, id) => (id === 'two' ? Promise.reject(refused) : true) },
      { issue: async () => undefined, tell: () => Promise.reject(away), forget: () => Promise.reject(away) },
      order,
    );
    assert.deepEqual(
      removals.map(({ outcome }) => outcome),
      ['removed', 'failed', 'removed'],
    );
  });
});

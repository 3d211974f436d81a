import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { removeExternalAccess } from '../../functions/sharing/removeExternalAccess.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { urls } from '../integrations/sharePoint/startFiles.ts';
import { startSharing } from './startSharing.ts';

let tenant: Awaited<ReturnType<typeof startSharing>>;
beforeEach(async () => {
  tenant = await startSharing();
});
afterEach(() => tenant.close());

const joni = person(users.joni);
const deleteRoute = 'DELETE /drives/{driveId}/items/{itemId}/permissions/{permissionId}';

interface Answer {
  dryRun: boolean;
  removedCount: number;
  failedCount: number;
  unreadable: number;
  value: { permissionId: string; kind: string; outcome: string; note?: string; receiptId?: string }[];
}
const remove = async (body: Record<string, unknown>, caller = joni) =>
  (await callHandler(removeExternalAccess, tenant, { caller, body: { fileUrl: urls.report, ...body } })).body as Answer;
const outcomesOf = ({ value }: Answer) => value.map(({ outcome }) => outcome);
const idsAt = (url: string) => tenant.itemAt(url).permissions.map(({ id }) => id);

test('only tells what would go, unless it is told otherwise', async () => {
  const before = idsAt(urls.report);
  const answer = await remove({});
  assert.deepEqual(
    [answer.dryRun, answer.removedCount, new Set(outcomesOf(answer))],
    [true, 5, new Set(['wouldRemove'])],
  );
  assert.ok(answer.value.every(({ receiptId }) => receiptId === undefined));
  assert.deepEqual(idsAt(urls.report), before);
  assert.equal(tenant.graph.requests.of(deleteRoute), 0);
});

test('removes what lets outsiders in, keeps the rest, and leaves a receipt for each', async () => {
  const answer = await remove({ dryRun: false, reason: 'The case is closed.' });
  assert.deepEqual(
    [answer.removedCount, answer.failedCount, new Set(outcomesOf(answer))],
    [5, 0, new Set(['removed'])],
  );
  const { permissions } = tenant.itemAt(urls.report);
  assert.deepEqual(
    permissions.map(({ link }) => link?.scope),
    ['organization'],
  );
  for (const { receiptId = '', permissionId } of answer.value) {
    const { state, access, reason } = await tenant.receipts.read(joni, receiptId);
    assert.deepEqual([state, access.permissionId, reason], ['removed', permissionId, 'The case is closed.']);
  }
});

test('keeps what is inherited, and says where it can be removed', async () => {
  const answer = await remove({ fileUrl: urls.launch, dryRun: false });
  assert.deepEqual(outcomesOf(answer), ['removed', 'removed', 'kept']);
  assert.match(answer.value[2]?.note ?? '', /inherited.*Launches/);
});

test('removes only the kinds, the entry or the number that are wished for', async () => {
  assert.deepEqual(
    (await remove({ kinds: ['guest'] })).value.map(({ kind }) => kind),
    ['guest'],
  );
  const limited = await remove({ dryRun: false, limit: 2 });
  assert.deepEqual(outcomesOf(limited), ['removed', 'removed', 'notTried', 'notTried', 'notTried']);
  const permissionId = limited.value[4]?.permissionId;
  assert.deepEqual((await remove({ dryRun: false, permissionId })).removedCount, 1);
  await assert.rejects(remove({ dryRun: false, permissionId }), { code: 'NotFound', message: /Access Id/ });
});

test('goes on after an entry that cannot go, and stops when the service is away', async () => {
  tenant.graph.faults.plan({ fault: { kind: 'locked', code: 'resourceLocked' }, route: deleteRoute });
  tenant.graph.faults.plan({ fault: { kind: 'throttled' }, route: deleteRoute, after: 2, times: 100 });
  const answer = await remove({ dryRun: false });
  tenant.graph.faults.clear();
  assert.deepEqual(outcomesOf(answer), ['failed', 'removed', 'removed', 'failed', 'notTried']);
  assert.deepEqual([answer.removedCount, answer.failedCount], [2, 1 + 1]);
  assert.match(answer.value[0]?.note ?? '', /open or checked out/);
  assert.match(answer.value[4]?.note ?? '', /asks for fewer calls/);
  // What failed with the service may have gone all the same.
  assert.deepEqual(
    answer.value.map(({ receiptId }) => receiptId !== undefined),
    [false, true, true, true, false],
  );
});

test('is refused when the one thing to remove could not go, and keeps no receipt of it', async () => {
  tenant.graph.faults.plan({ fault: { kind: 'locked', code: 'resourceLocked' }, route: deleteRoute });
  await assert.rejects(remove({ dryRun: false, kinds: ['guest'] }), {
    code: 'Conflict',
    message: /open or checked out/,
  });
  assert.equal(await tenant.receipts.purge(new Date(Date.now() + 1_000)), 0);
});

test('keeps a receipt for what was gone when it looked again, since it may have removed that itself', async () => {
  // The first deletion takes effect, its answer is lost, and the repeat finds nothing any more.
  tenant.graph.faults.plan({ fault: { kind: 'dropped', at: 'answer' }, route: deleteRoute });
  const [first] = (await remove({ dryRun: false, limit: 1 })).value;
  assert.equal(first?.outcome, 'alreadyGone');
  assert.equal((await tenant.receipts.read(joni, first?.receiptId ?? '')).state, 'removed');
});

test('tells at the next call the receipt of what went with a call that failed', async () => {
  // The deletion takes effect, its answer is lost, and so is every repeat.
  const permissionId = (await remove({ kinds: ['guest'] })).value[0]?.permissionId;
  tenant.graph.faults.plan({ fault: { kind: 'dropped', at: 'answer' }, route: deleteRoute });
  tenant.graph.faults.plan({ fault: { kind: 'failed', status: 503 }, route: deleteRoute, times: 100 });
  await assert.rejects(remove({ dryRun: false, permissionId }), { name: 'UpstreamError' });
  tenant.graph.faults.clear();
  assert.deepEqual((await remove({ kinds: ['guest'] })).value, []);
  assert.deepEqual((await remove({ dryRun: false, kinds: ['guest'] }, person(users.nestor))).value, []);
  assert.deepEqual((await remove({ dryRun: false, kinds: ['everyone'] })).value, []);

  const [gone, ...more] = (await remove({ dryRun: false, permissionId })).value;
  assert.deepEqual([gone?.outcome, gone?.kind, more], ['alreadyGone', 'guest', []]);
  assert.equal((await tenant.receipts.read(joni, gone?.receiptId ?? '')).access.permissionId, gone?.permissionId);
  assert.deepEqual((await remove({ dryRun: false, kinds: ['guest'] })).value, []);
  await assert.rejects(remove({ dryRun: false, permissionId }), { code: 'NotFound' });
});

test('tells at the next call what a process removed that died over it', async () => {
  const dying = Promise.withResolvers<void>();
  const sharingFor: typeof tenant.sharingFor = (caller) => {
    const graph = tenant.sharingFor(caller);
    let left = 2;
    return {
      ...graph,
      async remove(item, permissionId) {
        if (left === 0) {
          dying.resolve();
          return new Promise(() => undefined);
        }
        left -= 1;
        return graph.remove(item, permissionId);
      },
    };
  };
  const body = { fileUrl: urls.report, dryRun: false, kinds: ['anonymousLink'] };
  void callHandler(removeExternalAccess, { ...tenant, sharingFor }, { caller: joni, body });
  await dying.promise;

  const answer = await remove(body);
  assert.deepEqual(outcomesOf(answer), ['alreadyGone', 'alreadyGone', 'removed']);
  assert.equal(new Set(answer.value.map(({ receiptId }) => receiptId)).size, 3);
  for (const { receiptId = '', permissionId } of answer.value) {
    assert.equal((await tenant.receipts.read(joni, receiptId)).access.permissionId, permissionId);
  }
  // Nor is there a second receipt of the one that the process had only begun.
  assert.deepEqual((await remove(body)).value, []);
});

test('takes no entry for gone that is only unreadable now', async () => {
  tenant.graph.faults.plan({ fault: { kind: 'failed', status: 503 }, route: deleteRoute, times: 100 });
  await assert.rejects(remove({ dryRun: false, kinds: ['guest'] }), { name: 'UpstreamError' });
  tenant.graph.faults.clear();
  const item = tenant.itemAt(urls.report);
  item.permissions = item.permissions.map((entry) => ('grantedToV2' in entry ? { ...entry, roles: [] } : entry));
  const { value, unreadable } = await remove({ dryRun: false, kinds: ['guest'] });
  assert.deepEqual([value, unreadable], [[], 1]);
});

test('hands on the refusals: another site, no such file, and no permission', async () => {
  const megan = person(users.megan);
  await assert.rejects(remove({ fileUrl: urls.payroll, dryRun: false }, megan), { code: 'UpstreamRefused' });
  await assert.rejects(remove({ fileUrl: `${urls.report}x` }), { code: 'NotFound' });
  await assert.rejects(remove({ siteId: 'x' }), { code: 'InvalidInput' });
  tenant.graph.faults.plan({ fault: { kind: 'failed', status: 403 }, route: deleteRoute, times: 100 });
  await assert.rejects(remove({ dryRun: false }), {
    code: 'UpstreamRefused',
    message: /the Files\.ReadWrite\.All permission/,
  });
});

test('says when Graph refuses, throttles, fails or is away before anything was removed', async () => {
  // What is not there any more needs no removal.
  await tenant.assertUpstreamFaults(deleteRoute, () => remove({ dryRun: false }), [403]);
  assert.equal(idsAt(urls.report).length, 6);
});

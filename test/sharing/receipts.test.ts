import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleFileItem } from '../../functions/integrations/sharePoint/fileItem.ts';
import { exampleAccess } from '../../functions/sharing/externalAccess.ts';
import { createReceipts, type Receipt } from '../../functions/sharing/receipts.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';

const joni = person(users.joni);
const file = exampleFileItem;
const receipt: Receipt = {
  receiptId: 'r1',
  state: 'removed',
  removedAt: '2026-09-01T08:00:00.000Z',
  file,
  access: exampleAccess,
};
const issued = async () => {
  const receipts = createReceipts(createMemoryTable());
  await receipts.issue(joni, receipt);
  return receipts;
};

test('tells a receipt that nobody was told of for its very file, and to its owner alone', async () => {
  const receipts = await issued();
  assert.deepEqual(await receipts.untold(joni, file), [receipt]);
  assert.deepEqual(await receipts.untold(joni, { ...file, itemId: 'another' }), []);
  assert.deepEqual(await receipts.untold(joni, { ...file, driveId: 'another' }), []);
  for (const other of [person(users.nestor), { ...joni, tenantId: 'another' }]) {
    assert.deepEqual(await receipts.untold(other, file), []);
    await assert.rejects(receipts.read(other, 'r1'), { code: 'NotFound' });
  }
});

test('tells it once, and not when the access was given back meanwhile', async () => {
  const told = await issued();
  await told.tell(joni, file, ['r1']);
  assert.deepEqual(await told.untold(joni, file), []);
  assert.deepEqual(await told.read(joni, 'r1'), receipt);
  const restored = await issued();
  await restored.put(joni, { ...receipt, state: 'restored' });
  assert.deepEqual(await restored.untold(joni, file), []);
});

test('forgets a receipt together with its mark', async () => {
  const receipts = await issued();
  await receipts.forget(joni, receipt);
  assert.deepEqual(await receipts.untold(joni, file), []);
  await assert.rejects(receipts.read(joni, 'r1'), { code: 'NotFound' });
});

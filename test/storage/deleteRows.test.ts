import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteRows } from '../../functions/storage/deleteRows.ts';
import { committingTwice } from './committingTwice.ts';
import { createMemoryTable } from './memoryTable.ts';

test('rows are deleted also where one is gone, or all were by an attempt whose answer was lost', async () => {
  const table = createMemoryTable();
  const rowKeys = Array.from({ length: 150 }, (_, n) => `row ${n}`);
  const write = async () => {
    for (const rowKey of rowKeys) await table.commit('p', [{ kind: 'put', rowKey, values: {} }]);
  };
  const left = async () => {
    let count = 0;
    for await (const rows of table.list({ partitionKey: 'p' })) count += rows.length;
    return count;
  };
  await write();
  await table.commit('p', [{ kind: 'delete', rowKey: 'row 120' }]);
  await deleteRows(table, 'p', rowKeys);
  assert.equal(await left(), 0);
  await write();
  await deleteRows(committingTwice(table), 'p', rowKeys);
  assert.equal(await left(), 0);
});

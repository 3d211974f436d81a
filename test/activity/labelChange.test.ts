import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toLabelChange } from '../../functions/activity/labelChange.ts';

const audit = { recordId: 'r1', recordType: '83', occurredAt: '2026-11-20T08:00:00.000Z' };
const priorities = new Map([
  ['low', 1],
  ['also low', 1],
  ['high', 2],
]);
const lookup = {
  ofId: async (id: string) => {
    const priority = priorities.get(id);
    return { name: `named ${id}`, ...(priority !== undefined && { priority }) };
  },
};
const changed = (operation: string, record: object) => toLabelChange({ ...record }, { ...audit, operation }, lookup);
const between = (OldSensitivityLabelId: string, SensitivityLabelId: string) => ({
  OldSensitivityLabelId,
  SensitivityLabelId,
});

for (const { operation = 'SensitivityLabelUpdated', record, direction, isDowngrade } of [
  { record: between('low', 'high'), direction: 'upgraded', isDowngrade: false },
  { record: between('high', 'low'), direction: 'downgraded', isDowngrade: true },
  { record: between('low', 'also low'), direction: 'sameOrder', isDowngrade: false },
  { record: between('low', 'without a priority'), direction: 'unknown', isDowngrade: undefined },
  { record: { SensitivityLabelId: 'low' }, direction: 'applied', isDowngrade: false },
  // The record's own word counts for more than the priorities of today.
  { record: { ...between('low', 'high'), LabelEventType: 1 }, direction: 'upgraded', isDowngrade: false },
  { record: { ...between('low', 'high'), LabelEventType: 2 }, direction: 'downgraded', isDowngrade: true },
  { record: { ...between('low', 'high'), LabelEventType: 3 }, direction: 'removed', isDowngrade: true },
  { record: { ...between('low', 'high'), LabelEventType: 4 }, direction: 'sameOrder', isDowngrade: false },
  {
    record: { ...between('low', 'high'), LabelEventType: 'LabelDowngraded' },
    direction: 'downgraded',
    isDowngrade: true,
  },
  { operation: 'FileSensitivityLabelRemoved', record: {}, direction: 'removed', isDowngrade: true },
])
  test(`calls ${operation} ${JSON.stringify(record)} ${direction}`, async () => {
    const change = await changed(operation, record);
    assert.deepEqual([change.direction, change.isDowngrade], [direction, isDowngrade]);
  });

test('takes the label of a removal for the one that was taken off', async () => {
  const { fromLabelId, fromLabelName, toLabelId } = await changed('SensitivityLabelRemoved', {
    SensitivityLabelId: 'high',
  });
  assert.deepEqual([fromLabelId, fromLabelName, toLabelId], ['high', 'named high', undefined]);
});

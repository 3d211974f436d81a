import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSensitivityLabels } from '../../functions/labels/toSensitivityLabels.ts';

test('takes the names that are there, and leaves out a label without an id', () => {
  const found = toSensitivityLabels([
    { id: 'b', name: 'own', displayName: 'Shown', description: 'Told', toolTip: null, priority: '7' },
    { id: null, name: 'Nobody' },
    { id: 'a', name: 'Own', displayName: null, description: 'Told', toolTip: 'Tip', applicableTo: 'file, email,' },
    { id: 'C', hasProtection: false, isEnabled: true, isDefault: false, color: '#ff8c00' },
    { id: 'd', hasProtection: true, isEnabled: false, isDefault: true },
  ]);
  assert.deepEqual(found, [
    { labelId: 'a', name: 'Own', title: 'Own', toolTip: 'Tip', appliesTo: ['file', 'email'] },
    {
      labelId: 'c',
      name: 'c',
      title: 'c',
      hasProtection: false,
      isEnabled: true,
      isDefault: false,
      color: '#ff8c00',
    },
    { labelId: 'd', name: 'd', title: 'd', hasProtection: true, isEnabled: false, isDefault: true },
    { labelId: 'b', name: 'Shown', title: 'Shown', toolTip: 'Told', priority: 7 },
  ]);
});

test('reads hostile labels: other types, huge texts, and sublabels without end', () => {
  const nested: Record<string, unknown> = { id: 'deep', name: 'deep' };
  nested.sublabels = [nested];
  const found = toSensitivityLabels([
    { id: 'x', name: 'x'.repeat(5_000_000), priority: {}, hasProtection: 'yes', sublabels: 'none', color: 7 },
    nested,
  ]);
  const [huge] = found;
  assert.deepEqual(Object.keys(huge ?? {}), ['labelId', 'name', 'title']);
  assert.ok(Buffer.byteLength(huge?.name ?? '') <= 32 * 1024);
  assert.ok(found.length < 20);
});

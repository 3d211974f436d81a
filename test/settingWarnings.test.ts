import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsTable } from '../functions/settingsTable.ts';
import { settingWarnings } from '../functions/settingWarnings.ts';

const warningsOf = (suffixes: string) => settingWarnings({ CALLBACK_HOST_SUFFIXES: suffixes.split(',') });

test('warns of callback hosts beyond those of Power Automate, by name', () => {
  const [warning = '', ...more] = warningsOf('.logic.azure.com,.example.com,.xlogic.azure.com');
  assert.match(warning, /^CALLBACK_HOST_SUFFIXES .*\(\.example\.com, \.xlogic\.azure\.com\)/);
  assert.deepEqual(more, []);
});

test('has nothing to say of the hosts of Power Automate, or of fewer', () => {
  assert.deepEqual(warningsOf(settingsTable.CALLBACK_HOST_SUFFIXES.default), []);
  assert.deepEqual(warningsOf('.westeurope.logic.azure.com'), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsTable } from '../functions/settingsTable.ts';
import { settingWarnings } from '../functions/settingWarnings.ts';

const warningsOf = (suffixes: string, internalDomains: readonly string[] = ['contoso.com']) =>
  settingWarnings({ CALLBACK_HOST_SUFFIXES: suffixes.split(','), INTERNAL_DOMAINS: internalDomains });

test('warns of callback hosts beyond those of Power Automate, by name', () => {
  const [warning = '', ...more] = warningsOf(
    '.logic.azure.com,.example.com,.xlogic.azure.com,.logic.azure.com.example.net',
  );
  assert.match(
    warning,
    /^CALLBACK_HOST_SUFFIXES .*\(\.example\.com, \.xlogic\.azure\.com, \.logic\.azure\.com\.example\.net\)/,
  );
  assert.deepEqual(more, []);
});

test('warns that colleagues may count as outside while no domains are named', () => {
  const [warning = '', ...more] = warningsOf(settingsTable.CALLBACK_HOST_SUFFIXES.default, []);
  assert.match(warning, /^INTERNAL_DOMAINS .* outside/);
  assert.deepEqual(more, []);
});

test('has nothing to say of the hosts of Power Automate, or of fewer', () => {
  assert.deepEqual(warningsOf(settingsTable.CALLBACK_HOST_SUFFIXES.default), []);
  assert.deepEqual(warningsOf('.westeurope.logic.azure.com'), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runScript } from './runScript.ts';

const permissions = (...flags: readonly string[]) => runScript(['connector/permissions.ts', ...flags]);

test('prints what one feature needs, with the commands that grant it', async () => {
  const { code, stdout } = await permissions('--features', 'dlpPolicies');
  assert.equal(code, 0);
  assert.match(stdout, /Delegated, for the application registration:\n {2}none/);
  assert.match(stdout, /InformationProtectionPolicy\.Read\.All\n {4}ListDlpPolicies, GetDlpPolicy, CompareDlpPolicies/);
  assert.match(stdout, /appRoleAssignments/);
  assert.match(stdout, /New-MgServicePrincipalAppRoleAssignment/);
  assert.doesNotMatch(stdout, /SecurityAlert/);
});

test('prints nothing but JSON for programs, and beside it what was left out', async () => {
  const { code, stdout, stderr } = await permissions('--json');
  assert.equal(code, 0);
  assert.ok(JSON.parse(stdout).length > 0);
  assert.match(stderr, /^Left out until a setting switches it on: ListDlpPolicies, .*--features dlpPolicies prints/);
});

test('fails when it is asked for a feature that there is not', async () => {
  const { code, stdout, stderr } = await permissions('--features', 'dlpPolicies,unheardOf');
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^There is no feature unheardOf; /);
});

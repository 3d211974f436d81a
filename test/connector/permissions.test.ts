import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { findDeclarations } from '../../connector/findDeclarations.ts';
import type { NeededPermission } from '../../functions/health/leastPrivilege.ts';

const root = join(import.meta.dirname, '../..');

const permissions = (...flags: readonly string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, ['connector/permissions.ts', ...flags], { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

const neededBy = async (...flags: readonly string[]): Promise<NeededPermission[]> =>
  JSON.parse((await permissions('--json', ...flags)).stdout);

test('prints what one feature needs, with the commands that grant it', async () => {
  const { code, stdout } = await permissions('--features', 'dlpPolicies');
  assert.equal(code, 0);
  assert.match(stdout, /Delegated, for the application registration:\n {2}none/);
  assert.match(stdout, /InformationProtectionPolicy\.Read\.All\n {4}ListDlpPolicies, GetDlpPolicy, CompareDlpPolicies/);
  assert.match(stdout, /appRoleAssignments/);
  assert.match(stdout, /New-MgServicePrincipalAppRoleAssignment/);
  assert.doesNotMatch(stdout, /SecurityAlert/);
});

test('leaves out what is off until a setting switches it on, and says so', async () => {
  const names = (await neededBy()).map(({ name }) => name);
  assert.ok(names.includes('SecurityAlert.Read.All'));
  assert.ok(!names.includes('InformationProtectionPolicy.Read.All'));
  const { stderr } = await permissions();
  assert.match(stderr, /switches it on: ListDlpPolicies, .*--features dlpPolicies prints/);
});

test('takes any set of features, new ones too, and together they need what all need', async () => {
  const folders = [...new Set((await findDeclarations(root)).map(({ folder }) => folder))];
  const name = ({ kind, name: permission }: NeededPermission) => `${kind} ${permission}`;
  const whole = (await neededBy('--features', folders.join())).map(name);
  const byDefault = (await neededBy()).map(name);
  assert.deepEqual(
    byDefault,
    whole.filter((permission) => byDefault.includes(permission)),
  );
  const halves = [folders.filter((_, at) => at % 2 === 0), folders.filter((_, at) => at % 2 === 1)];
  const parts = await Promise.all(halves.map(async (half) => (await neededBy('--features', half.join())).map(name)));
  assert.deepEqual([...new Set(parts.flat())].sort(), whole.toSorted());
});

test('names the features that there are when it is asked for another', async () => {
  const { code, stderr } = await permissions('--features', 'dlpPolicies,unheardOf');
  assert.equal(code, 1);
  assert.match(stderr, /There is no feature unheardOf; .*alerts.*dlpPolicies/);
});

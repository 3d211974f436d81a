import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { permissionRequirements } from '../../functions/health/permissionRequirements.ts';
import { operationReadiness } from '../../functions/health/readiness.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { allOperations } from '../tableOfContents.ts';

const root = join(import.meta.dirname, '../../functions');

/** What `needing` is told in all of the back end, as it stands in its source. */
const roleNeeds = globSync('**/*.ts', { cwd: root }).flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/needing\(\{\s*permission: '([^']+)',\s*role: '([^']+)'/g)].map(
    ([, permission = '', role = '']) => ({ permission, role }),
  ),
);

test('tells beforehand of every role that a refused person is told of', () => {
  assert.ok(roleNeeds.length >= 7);
  for (const { permission, role } of roleNeeds) {
    const told = permissionRequirements([permission]).filter(({ kind }) => kind === 'role');
    assert.ok(
      told.some(({ name, howTo }) => `${name} ${howTo}`.includes(role)),
      `${permission}: ${role}`,
    );
  }
});

test('calls no action met that a role or billing can still stand in the way of', async () => {
  const stateOf = async (operationId: string) => {
    const operation = allOperations.find((each) => each.operationId === operationId);
    assert.ok(operation);
    const all = async () => ({ permissions: new Set(operation.graph.delegated) });
    const caller = { ...person(users.megan), roles: ['Purview.Administrator'] };
    const known = { caller, delegated: all, application: all, isSet: () => true };
    const { state, requirements } = await operationReadiness(operation, known);
    return [state, ...requirements.filter((each) => each.state === 'check').map(({ kind }) => kind)];
  };
  assert.deepEqual(await stateOf('RevokeSessions'), ['check', 'role']);
  assert.deepEqual(await stateOf('ApplyLabel'), ['check', 'billing']);
  assert.deepEqual(await stateOf('RemoveLabel'), ['check', 'billing']);
  assert.deepEqual(await stateOf('ListSensitivityLabels'), ['met']);
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { getVersions } from '../../functions/health/getVersions.ts';
import {
  backEndVersion,
  compareVersions,
  contractVersion,
  oldestContractVersion,
} from '../../functions/health/versions.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import project from '../../package.json' with { type: 'json' };
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';

const caller = person(users.megan);
const ask = async (parameters: Record<string, string> = {}) =>
  (await callHandler(getVersions, {}, { caller, parameters })).body as Record<string, string>;

test('tells the versions of package and swagger', async () => {
  const definition = join(import.meta.dirname, '../../connector/apiDefinition.swagger.json');
  const swagger = JSON.parse(await readFile(definition, 'utf8'));
  assert.deepEqual(await ask(), {
    backEndVersion: project.version,
    contractVersion: swagger.info.version,
    oldestContractVersion,
  });
  assert.equal(backEndVersion, project.version);
});

test('tells a flow whether its contract is the same, older, newer or too old', async () => {
  const comparisonOf = async (theirs: string) => (await ask({ contractVersion: theirs })).comparison;
  assert.equal(await comparisonOf(contractVersion), 'same');
  assert.equal(await comparisonOf('99.0.0'), 'newer');
  assert.equal(await comparisonOf('0.0.1'), 'tooOld');
  assert.match((await ask({ contractVersion: '0.0.1' })).advice ?? '', /no longer served/);
});

test('orders versions by number, not by letter', () => {
  const ordered = ['0.1.0', '0.9.9', '0.10.0', '1.0.0', '1.0.1', '10.0.0'];
  assert.deepEqual(ordered.toReversed().sort(compareVersions), ordered);
  assert.ok(compareVersions(oldestContractVersion, contractVersion) <= 0);
});

test('takes a version of three numbers only', () => {
  const { in: _place, ...schema } = getVersions.parameters.contractVersion as { in: string; type: 'string' };
  for (const version of ['1', '1.2', 'v1.2.3', '1.2.3-beta', '1.2.3.4', '']) {
    assert.equal(validatorOf(schema, 'contractVersion')(version).length, 1, version);
  }
});

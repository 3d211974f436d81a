import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permissionFaults } from './permissionFaults.ts';

/** A map of two routes: reading wants Read.All, writing ReadWrite.All, and nobody publishes a third. */
const published = (route: string) => {
  if (route === 'GET /things') return { least: ['Thing.Read.All'], also: ['Thing.ReadWrite.All'] };
  return route === 'PATCH /things/{id}' ? { least: ['Thing.ReadWrite.All'], also: [] } : undefined;
};

const faultsOf = (delegated: readonly string[], ...routes: readonly string[]) =>
  permissionFaults(
    { name: 'It', declared: { delegated }, asked: routes.map((route) => ({ route, kind: 'delegated' })) },
    published,
  );

test('finds nothing wrong with the least that covers every request', () => {
  assert.deepEqual(faultsOf(['Thing.Read.All'], 'GET /things', 'GET /things'), []);
  assert.deepEqual(faultsOf(['Thing.ReadWrite.All'], 'GET /things', 'PATCH /things/{id}'), []);
  assert.deepEqual(faultsOf([]), []);
});

test('finds a permission that is too high, too low, missing or unused', () => {
  assert.deepEqual(faultsOf(['Thing.ReadWrite.All'], 'GET /things'), [
    'It: delegated Thing.ReadWrite.All is the least for none of its requests (GET /things)',
  ]);
  assert.deepEqual(faultsOf(['Thing.Read.All'], 'GET /things', 'PATCH /things/{id}'), [
    'It: PATCH /things/{id} wants delegated Thing.ReadWrite.All, and Thing.Read.All is declared',
  ]);
  assert.deepEqual(faultsOf([], 'GET /things'), [
    'It: GET /things wants delegated Thing.Read.All, and nothing is declared',
  ]);
  assert.deepEqual(faultsOf(['Thing.Read.All']), [
    'It: delegated Thing.Read.All is the least for none of its requests (there are none)',
  ]);
});

test('finds a request that nothing is published for, and one of the other kind', () => {
  assert.deepEqual(faultsOf(['Thing.Read.All'], 'GET /things', 'GET /secrets'), [
    'It: nothing is published for GET /secrets (delegated); list it as an exception',
  ]);
  const asked = [{ route: 'GET /things', kind: 'application' as const }];
  assert.deepEqual(permissionFaults({ name: 'It', declared: { delegated: [] }, asked }, published), [
    'It: GET /things wants application Thing.Read.All, and nothing is declared',
  ]);
});

test('takes what reaches the files of others for the least, where that is for the own files only', () => {
  const ofFiles = () => ({ least: ['Files.Read'], also: ['Files.Read.All', 'Files.ReadWrite.All'] });
  const faults = (permission: string) =>
    permissionFaults(
      { name: 'It', declared: { delegated: [permission] }, asked: [{ route: 'GET /files', kind: 'delegated' }] },
      ofFiles,
    ).length;
  assert.deepEqual(['Files.Read', 'Files.Read.All', 'Files.ReadWrite.All'].map(faults), [0, 0, 1]);
});

test('trusts an exception more than the map', () => {
  const map = () => ({ least: ['eDiscovery.Read.All'], also: ['eDiscovery.ReadWrite.All'] });
  const faults = (permission: string) =>
    permissionFaults(
      {
        name: 'It',
        declared: { application: [permission] },
        asked: [{ route: 'POST /security/cases/ediscoveryCases/{caseId}/close', kind: 'application' }],
      },
      map,
    ).length;
  assert.equal(faults('eDiscovery.ReadWrite.All'), 0);
  assert.equal(faults('eDiscovery.Read.All'), 2);
});

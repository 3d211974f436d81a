import assert from 'node:assert/strict';
import { test } from 'node:test';
import environments from '../../../connector/environments.json' with { type: 'json' };
import { openPoints } from '../../../connector/packaging/openPoints.ts';

const settled = {
  host: 'purview.contoso.com',
  tenantId: '3ceaaf30-8142-48ea-91d9-3080f9b439fc',
  apiClientId: 'ac3e0b5b-c291-4709-8c1e-26038dabf68e',
  connectorClientId: '75592f89-b3fb-45ee-a243-20456800e67e',
  connectorInternalId: 'shared_purview-5fresponse',
  environmentVariables: {},
};

test('has nothing to say of an environment that is settled', () => {
  assert.deepEqual(openPoints(settled), []);
});

test('names the placeholders that the repository comes with, and the id that an import gives', () => {
  const [ids, internalId, ...rest] = openPoints(environments.production);
  assert.match(ids ?? '', /^tenantId, apiClientId, connectorClientId hold a placeholder/);
  assert.match(internalId ?? '', /connectorInternalId/);
  assert.deepEqual(rest, []);
  const [one] = openPoints({ ...settled, tenantId: '00000000-0000-0000-0000-000000000000' });
  assert.match(one ?? '', /^tenantId holds a placeholder/);
});

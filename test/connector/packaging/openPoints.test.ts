import assert from 'node:assert/strict';
import { test } from 'node:test';
import environments from '../../../connector/environments.json' with { type: 'json' };
import { templates } from '../../../connector/flows/templates.ts';
import { connectionReferences } from '../../../connector/packaging/connectionReferences.ts';
import { allVariables } from '../../../connector/packaging/environmentVariables.ts';
import { openPoints } from '../../../connector/packaging/openPoints.ts';

const settled = {
  host: 'purview.contoso.com',
  tenantId: '3ceaaf30-8142-48ea-91d9-3080f9b439fc',
  apiClientId: 'ac3e0b5b-c291-4709-8c1e-26038dabf68e',
  connectorClientId: '75592f89-b3fb-45ee-a243-20456800e67e',
  connectorInternalId: 'shared_purview-5fresponse',
  environmentVariables: Object.fromEntries(allVariables(templates).map(({ schemaName }) => [schemaName, 'a value'])),
  connections: Object.fromEntries(connectionReferences(templates).map(({ logicalName }) => [logicalName, 'an id'])),
};

test('has nothing to say of an environment that is settled', () => {
  assert.deepEqual(openPoints(settled, templates), []);
});

test('names the placeholders that the repository comes with, and the id that an import gives', () => {
  const [ids, internalId] = openPoints(environments.production, templates);
  assert.match(ids ?? '', /^tenantId, apiClientId, connectorClientId hold a placeholder/);
  assert.match(internalId ?? '', /connectorInternalId/);
  const [one] = openPoints({ ...settled, tenantId: '00000000-0000-0000-0000-000000000000' }, templates);
  assert.match(one ?? '', /^tenantId holds a placeholder/);
});

test('names the variables without a value or a default, and the connections without an id', () => {
  const {
    purview_TeamId: _team,
    purview_MinimumSeverity: _defaulted,
    ...environmentVariables
  } = settled.environmentVariables;
  const { purview_teams: _teams, ...connections } = settled.connections;
  const [value, connection, ...rest] = openPoints({ ...settled, environmentVariables, connections }, templates);
  assert.match(value ?? '', /^no value for purview_TeamId: /);
  assert.match(connection ?? '', /^no connection for purview_teams: /);
  assert.deepEqual(rest, []);
});

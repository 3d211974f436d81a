import assert from 'node:assert/strict';
import { test } from 'node:test';
import environments from '../../../connector/environments.json' with { type: 'json' };
import { templates } from '../../../connector/flows/templates.ts';
import { readEnvironments } from '../../../connector/packaging/environment.ts';

const { production } = environments;

test('takes the environments of the repository', () => {
  assert.deepEqual(Object.keys(readEnvironments(environments, templates)), ['development', 'staging', 'production']);
});

const faulty: readonly (readonly [what: string, change: object, message: RegExp])[] = [
  ['a host with a scheme', { host: 'https://purview.contoso.com' }, /production\.host/],
  ['a host with a path', { host: 'purview.contoso.com/api' }, /production\.host/],
  ['a host that is only a name', { host: 'localhost' }, /production\.host/],
  ['a client id that is none', { apiClientId: 'Purview' }, /production\.apiClientId/],
  ['an internal id that is none', { connectorInternalId: 'Purview Response' }, /production\.connectorInternalId/],
  ['a setting that it does not know', { secret: 'x' }, /production: there is no secret; it takes host, /],
  [
    'a variable that no flow has',
    { environmentVariables: { purview_TeamID: 'x' } },
    /production\.environmentVariables: there is no purview_TeamID; it takes .*purview_TeamId/,
  ],
  [
    'a variable without a value',
    { environmentVariables: { purview_TeamId: '' } },
    /environmentVariables\.purview_TeamId/,
  ],
  [
    'a connection that no flow uses',
    { connections: { purview_team: 'x' } },
    /production\.connections: there is no purview_team; it takes .*purview_teams/,
  ],
  ['a missing host', { host: undefined }, /'host'/],
];

for (const [what, change, message] of faulty)
  test(`refuses ${what}, and names the place`, () => {
    const json = JSON.parse(JSON.stringify({ production: { ...production, ...change } }));
    assert.throws(() => readEnvironments(json, templates), message);
  });

test('refuses a file without environments, and a name that is no folder', () => {
  assert.throws(() => readEnvironments({}, templates), /\(the file\)/);
  for (const name of ['../production', 'Production', ''])
    assert.throws(() => readEnvironments({ [name]: production }, templates), /property name/, name);
});

test('names every fault at once', () => {
  const json = { production: { ...production, host: 'a b', tenantId: 'c' } };
  assert.throws(() => readEnvironments(json, templates), /host(.|\n)*tenantId/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnsecuredJWT } from 'jose';
import { covers, heldPermissions } from '../../../functions/integrations/entra/heldPermissions.ts';
import { Problem } from '../../../functions/runtime/problem.ts';
import { UpstreamError } from '../../../functions/runtime/upstreamError.ts';

const scope = 'https://graph.microsoft.com/.default';
const holding = (token: string | null) =>
  heldPermissions({ getToken: async () => (token === null ? null : { token, expiresOnTimestamp: 0 }) }, scope);
const failing = (error: unknown) => heldPermissions({ getToken: () => Promise.reject(error) }, scope);

test('reads the permissions of a person and of an app out of their tokens', async () => {
  const of = (claims: Record<string, unknown>) => holding(new UnsecuredJWT(claims).encode());
  assert.deepEqual(await of({ scp: 'User.Read Mail.Send' }), { permissions: new Set(['User.Read', 'Mail.Send']) });
  assert.deepEqual(await of({ roles: ['User.Read.All'] }), { permissions: new Set(['User.Read.All']) });
  assert.deepEqual(await of({}), { permissions: new Set() });
});

test('takes a refusal for no permission, and whatever else goes wrong for no knowledge', async () => {
  const refusal = new Problem('UpstreamRefused', 'No consent.');
  assert.deepEqual(await failing(refusal), { permissions: new Set(), detail: 'No consent.' });
  assert.deepEqual(await failing(new Problem('NotConfigured', 'Renew it.')), { unknown: 'Renew it.' });
  const away = new UpstreamError({ service: 'Microsoft Entra ID', kind: 'away', detail: 'it gave no token.' });
  assert.deepEqual(await failing(away), { unknown: 'Microsoft Entra ID: it gave no token.' });
  assert.deepEqual(await holding(null), { unknown: 'Microsoft Entra ID gave no token.' });
  assert.deepEqual(await holding('opaque'), { unknown: 'The token is in a form that cannot be read.' });
  await assert.rejects(failing(new TypeError('A bug.')), TypeError);
});

test('finds the permission to read within the one that writes as well, and no other within another', () => {
  const held = new Set(['SecurityAlert.ReadWrite.All', 'User.Read']);
  assert.ok(covers(held, 'SecurityAlert.Read.All'));
  assert.ok(covers(held, 'User.Read'));
  for (const other of ['User.Read.All', 'User.ReadWrite', 'SecurityAlert.ReadWrite']) assert.ok(!covers(held, other));
});

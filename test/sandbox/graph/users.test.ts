import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { users } from '../../../sandbox/contoso/users.ts';
import { type ErrorBody, type GraphFixture, startGraphFixture } from './graphFixture.ts';

let fixture: GraphFixture;
before(async () => {
  fixture = await startGraphFixture();
});
after(() => fixture.close());

const { adele, miriam, patti, megan } = users;

test('knows who reports to whom, and says 404 for the president', async () => {
  const token = await fixture.delegatedToken(megan, 'User.Read.All');
  const found = await fixture.call(`/users/${adele.userPrincipalName}/manager?$select=id,jobTitle`, { token });
  assert.partialDeepStrictEqual(await found.json(), { id: miriam.id, jobTitle: miriam.jobTitle });
  const none = await fixture.call(`/users/${patti.id}/manager`, { token });
  assert.equal(none.status, 404);
  assert.equal(((await none.json()) as ErrorBody).error.code, 'Request_ResourceNotFound');
  const basic = await fixture.delegatedToken(megan, 'User.ReadBasic.All');
  assert.equal((await fixture.call(`/users/${adele.id}/manager`, { token: basic })).status, 403);
});

test('ends the sessions of a user, with the permission for it only', async () => {
  const path = `/users/${adele.id}/revokeSignInSessions`;
  const reader = await fixture.applicationToken('User.Read.All');
  assert.equal((await fixture.call(path, { method: 'POST', token: reader })).status, 403);
  assert.equal(fixture.graph.sessions.validFrom(adele.id), undefined);
  const token = await fixture.applicationToken('User.RevokeSessions.All');
  const response = await fixture.call(path, { method: 'POST', token });
  assert.partialDeepStrictEqual(await response.json(), { value: true });
  assert.ok(fixture.graph.sessions.validFrom(adele.id));
  assert.equal((await fixture.call('/users/nobody/revokeSignInSessions', { method: 'POST', token })).status, 404);
});

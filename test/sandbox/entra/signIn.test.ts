import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { api, connector } from '../../../sandbox/contoso/applications.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { signIn } from '../../../sandbox/entra/signIn.ts';
import { startTestEntra, type TestEntra } from './startTestEntra.ts';

let entra: TestEntra;
before(async () => {
  entra = await startTestEntra();
});
after(() => entra.close());

const maker = () => ({
  authority: entra.origin,
  user: 'megan@contoso.com',
  clientId: connector.clientId,
  redirectUri: connector.redirectUris[0] ?? '',
  scope: `${api.appIdUri}/access_as_user`,
});

test('signs a maker in to our API', async () => {
  const signedIn = await signIn(maker());
  const claims = decodeJwt(await signedIn.accessToken());
  assert.equal(claims.oid, users.megan.id);
  assert.equal(claims.aud, api.clientId);
  assert.equal(claims.azp, connector.clientId);
});

test('gives the same token while it is good, and one new token to all callers when it is not', async (t) => {
  const tokenRequests: string[] = [];
  const signedIn = await signIn({
    ...maker(),
    fetch: (input, init) => {
      if (init?.method === 'POST') tokenRequests.push(String(init.body));
      return fetch(input, init);
    },
  });
  const first = await signedIn.accessToken();
  assert.equal(await signedIn.accessToken(), first);
  assert.equal(tokenRequests.length, 1);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 59.5 * 60 * 1000 });
  const [second, third] = await Promise.all([signedIn.accessToken(), signedIn.accessToken()]);
  assert.notEqual(second, first);
  assert.equal(third, second);
  assert.equal(tokenRequests.length, 2);
  assert.match(tokenRequests[1] ?? '', /grant_type=refresh_token/);
});

test('tries anew after a refresh that failed', async (t) => {
  let isAway = false;
  const signedIn = await signIn({
    ...maker(),
    fetch: (input, init) => (isAway ? Promise.reject(new TypeError('the authority is away')) : fetch(input, init)),
  });
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 2 * 60 * 60 * 1000 });
  isAway = true;
  await assert.rejects(signedIn.accessToken(), /away/);
  isAway = false;
  assert.equal(decodeJwt(await signedIn.accessToken()).oid, users.megan.id);
});

test('says why a sign-in was refused', async () => {
  await assert.rejects(signIn({ ...maker(), user: 'nobody@contoso.com' }), /AADSTS50034/);
  await assert.rejects(signIn({ ...maker(), redirectUri: 'https://fabrikam.com' }), /AADSTS50011/);
  await assert.rejects(signIn({ ...maker(), scope: 'https://graph.microsoft.com/Mail.Send' }), /AADSTS65001/);
});

test('takes no answer to another sign-in', async () => {
  const location = `${connector.redirectUris[0]}?code=somebodys&state=another`;
  const answer = async () => new Response(null, { status: 302, headers: { location } });
  await assert.rejects(signIn({ ...maker(), fetch: answer }), /answered another sign-in/);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { listSubscriptions } from '../../functions/subscriptions/listSubscriptions.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { assertProblem } from '../assertProblem.ts';
import { type BackEnd, startBackEnd } from '../backEnd.ts';
import { sendTraced } from '../sendTraced.ts';
import { roleOperations } from '../tableOfContents.ts';
import { badTokens } from './badTokens.ts';
import { tokenMatrix } from './tokenMatrix.ts';

const each = 16;

describe('the door for tokens', () => {
  let backEnd: BackEnd;
  before(async () => {
    // Who is refused is not counted.
    backEnd = await startBackEnd({ CALLS_PER_MINUTE: '3' });
  });
  after(() => backEnd.stop());

  // `npm run faults` tries all of them everywhere.
  test('is closed to bad tokens on every operation, and asks the authority for keys once', async () => {
    assert.ok(badTokens.length >= 60);
    const startedMs = performance.now();
    const { tried, faults } = await tokenMatrix(backEnd, each);
    assert.deepEqual(faults, []);
    assert.ok(tried >= (60 * roleOperations.length) / each, `${tried} tokens were tried`);
    // Keys that nobody knows are looked for every 30 seconds at most, whoever asks.
    const mostFetches = 1 + Math.ceil((performance.now() - startedMs) / 30_000);
    const fetches = backEnd.entra.requests.of('discovery/v2.0/keys');
    assert.ok(fetches >= 1 && fetches <= mostFetches, `${fetches} fetches of keys for ${tried} tokens`);
  });

  test('is closed to two Authorization headers, whichever of them is good', async () => {
    const good = await backEnd.tokenOf(users.megan);
    const pairs = [
      [good, good],
      [good, 'a.b.c'],
      ['a.b.c', good],
    ];
    for (const [row, { operationId, method, path }] of roleOperations.entries()) {
      const headers = (pairs[row % pairs.length] ?? []).flatMap((token) => ['Authorization', `Bearer ${token}`]);
      const sent = request(`${backEnd.url}/api${path.replaceAll(/[{}]/g, '')}`, {
        method,
        headers: ['Host', new URL(backEnd.url).host, 'Content-Length', '0', ...headers],
      });
      const [response] = await once(sent.end(), 'response');
      const body = await text(response);
      assert.deepEqual([operationId, response.statusCode], [operationId, 401], body);
      assert.match(body, /exactly one Authorization header/, operationId);
    }
  });

  test('shuts for a while to those who call without end, and to them only', async () => {
    const megan = { token: await backEnd.tokenOf(users.megan) };
    const statuses: number[] = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await backEnd.call(listSubscriptions, megan)).status);
    assert.deepEqual(statuses, [200, 200, 200, 429]);
    const sent = await sendTraced(backEnd, listSubscriptions, megan);
    assertProblem(sent, 'TooManyRequests');
    assert.ok(Number(sent.answer.headers.get('retry-after')) <= 60);
    const adele = { token: await backEnd.tokenOf(users.adele, { roles: ['Purview.Reader'] }) };
    assert.equal((await backEnd.call(listSubscriptions, adele)).status, 200);
  });
});

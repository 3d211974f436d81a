import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rememberToken } from '../../../functions/integrations/entra/rememberToken.ts';

function counting() {
  let nth = 0;
  let timeMs = 0;
  const getToken = async () => {
    nth += 1;
    return { token: `token ${nth}`, expiresOnTimestamp: timeMs + 3_600_000 };
  };
  const credential = rememberToken({ getToken }, () => timeMs);
  return {
    ask: async (scope: string, options = {}) => (await credential.getToken(scope, options))?.token,
    pass(passedMs: number) {
      timeMs += passedMs;
    },
  };
}

test('asks for a token once a scope, until five minutes before it expires', async () => {
  const { ask, pass } = counting();
  assert.deepEqual([await ask('a'), await ask('a'), await ask('b')], ['token 1', 'token 1', 'token 2']);
  pass(54 * 60_000);
  assert.equal(await ask('a'), 'token 1');
  pass(60_000);
  assert.equal(await ask('a'), 'token 3');
});

test('asks anew when the service wants other claims', async () => {
  const { ask } = counting();
  await ask('a');
  assert.equal(await ask('a', { claims: '{}' }), 'token 2');
  assert.equal(await ask('a'), 'token 2');
});

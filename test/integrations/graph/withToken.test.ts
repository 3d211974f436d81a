import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Send } from '../../../functions/integrations/graph/createAttempt.ts';
import { withToken } from '../../../functions/integrations/graph/withToken.ts';

const place = { origin: 'https://graph.microsoft.com', scope: 'https://graph.microsoft.com/.default' };
const request = { method: 'GET', headers: {} };

test('gives the token to the service, and to no other scheme, host or port', async () => {
  const sent: (string | undefined)[] = [];
  const next: Send = async ({ headers }) => {
    sent.push(headers.authorization);
    return new Response();
  };
  const send = withToken(next, { getToken: async () => ({ token: 'secret', expiresOnTimestamp: 0 }) }, place);
  await send({ ...request, url: 'https://graph.microsoft.com/v1.0/me' });
  for (const origin of [
    'http://graph.microsoft.com',
    'https://graph.microsoft.com:444',
    'https://graph.microsoft.co',
  ]) {
    await assert.rejects(send({ ...request, url: `${origin}/v1.0/me` }), /foreign host/);
  }
  assert.deepEqual(sent, ['Bearer secret']);
});

test('sends nothing without a token', async () => {
  const next: Send = () => assert.fail('It was sent.');
  const send = withToken(next, { getToken: async () => null }, place);
  await assert.rejects(send({ ...request, url: 'https://graph.microsoft.com/v1.0/me' }), {
    name: 'UpstreamError',
    service: 'Microsoft Entra ID',
  });
});

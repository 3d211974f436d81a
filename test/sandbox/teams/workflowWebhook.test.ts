import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { teams as contoso } from '../../../sandbox/contoso/teams.ts';
import { createMessageStore } from '../../../sandbox/teams/messageStore.ts';
import { startTeams, type Teams } from '../../../sandbox/teams/startTeams.ts';

const adaptiveCard = 'application/vnd.microsoft.card.adaptive';
const channelId = contoso.securityOperations.channels.dlpAlerts.id;
const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'DLP match' }] };

let teams: Teams;
before(async () => {
  teams = await startTeams({ messages: createMessageStore() });
});
after(() => teams.close());

function messageWith(content: unknown = card, contentType = adaptiveCard) {
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content }] };
}

async function post(body: unknown, address = teams.webhookUrl(channelId), type = 'application/json') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(address, { method: 'POST', headers: { 'content-type': type }, body: text });
  const answer = await response.text();
  return { status: response.status, code: answer && JSON.parse(answer).error.code };
}

test('takes a card with 202 and puts it into the channel of the workflow', async () => {
  assert.equal((await post(messageWith())).status, 202);
  const response = await fetch(`${teams.origin}/api/channels/${encodeURIComponent(channelId)}/messages`);
  assert.partialDeepStrictEqual(await response.json(), {
    value: [
      {
        teamId: contoso.securityOperations.id,
        channelId: channelId,
        sender: { kind: 'workflow', displayName: 'Workflows' },
        cards: [{ card: card }],
      },
    ],
  });
});

test('refuses a wrong signature, the signature of another workflow, and none', async () => {
  const right = new URL(teams.webhookUrl(channelId));
  const count = teams.messages.inChannel(channelId).length;
  const other = new URL(teams.webhookUrl(contoso.finance.channels.general.id)).searchParams.get('sig') ?? '';
  for (const signature of ['wrong', other, '']) {
    const address = new URL(right);
    address.searchParams.set('sig', signature);
    assert.deepEqual(await post(messageWith(), address.href), { status: 401, code: 'AuthorizationFailed' });
  }
  right.searchParams.delete('sig');
  assert.deepEqual(await post(messageWith(), right.href), { status: 401, code: 'DirectApiAuthorizationRequired' });
  assert.equal(teams.messages.inChannel(channelId).length, count);
});

test('answers 404 for a workflow that is not there and 405 for GET', async () => {
  const elsewhere = teams.webhookUrl(channelId).replace(/workflows\/[0-9a-f]{32}/, `workflows/${'0'.repeat(32)}`);
  assert.equal((await post(messageWith(), elsewhere)).status, 404);
  assert.equal((await fetch(teams.webhookUrl(channelId))).status, 405);
});

const faulty: Record<string, unknown> = {
  'no JSON': '{"type":',
  'an array': [messageWith()],
  'another type': { ...messageWith(), type: 'event' },
  'no attachment': { type: 'message', attachments: [] },
  'plain text instead of a card': { type: 'message', text: 'hello' },
  'a card as text': messageWith(JSON.stringify(card)),
  'another kind of card': messageWith({ type: 'HeroCard' }),
  'another content type': messageWith(card, 'application/vnd.microsoft.card.hero'),
};
for (const [name, body] of Object.entries(faulty)) {
  test(`refuses ${name}`, async () => {
    assert.deepEqual(await post(body), { status: 400, code: 'TriggerInputSchemaMismatch' });
  });
}

test('refuses another media type', async () => {
  assert.equal((await post(messageWith(), teams.webhookUrl(channelId), 'text/plain')).status, 400);
});

test('takes a message of 28 KB and refuses a larger one', async () => {
  const overhead = JSON.stringify(messageWith({ ...card, speak: '' })).length;
  const ofBytes = (bytes: number) => messageWith({ ...card, speak: 'x'.repeat(bytes - overhead) });
  assert.equal((await post(ofBytes(28 * 1024))).status, 202);
  assert.equal((await post(ofBytes(28 * 1024 + 1))).status, 413);
});

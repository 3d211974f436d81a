import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { teams } from '../../../sandbox/contoso/teams.ts';
import { adele, type GraphFixture, megan, startGraphFixture } from './graphFixture.ts';

const team = teams.securityOperations;
const channel = team.channels.dlpAlerts;
const messagesPath = `/teams/${team.id}/channels/${encodeURIComponent(channel.id)}/messages`;
const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'DLP match' }] };

let fixture: GraphFixture;
before(async () => {
  fixture = await startGraphFixture();
});
after(() => fixture.close());

function cardMessage(change: object = {}) {
  const attachment = {
    id: 'card-1',
    contentType: 'application/vnd.microsoft.card.adaptive',
    contentUrl: null,
    content: JSON.stringify(card),
    ...change,
  };
  return { body: { contentType: 'html', content: '<attachment id="card-1"></attachment>' }, attachments: [attachment] };
}

function post(token: string, body: unknown, path = messagesPath) {
  const headers = { 'content-type': 'application/json' };
  return fixture.call(path, { method: 'POST', token, headers, body: JSON.stringify(body) });
}

test('posts a card for a member and answers the message as Graph writes it', async () => {
  const response = await post(await fixture.delegatedToken(megan, 'ChannelMessage.Send'), cardMessage());
  assert.equal(response.status, 201);
  assert.partialDeepStrictEqual(await response.json(), {
    messageType: 'message',
    from: { application: null, user: { id: megan.id, displayName: 'Megan Bowen' } },
    channelIdentity: { teamId: team.id, channelId: channel.id },
    attachments: [{ id: 'card-1', content: JSON.stringify(card), contentUrl: null }],
  });
  const [stored] = fixture.messages.inChannel(channel.id);
  assert.deepEqual(stored?.cards, [{ id: 'card-1', card: card }]);
});

test('refuses an application without a person, whatever its roles', async () => {
  const token = await fixture.applicationToken('ChannelMessage.Send', 'Teamwork.Migrate.All', 'Group.ReadWrite.All');
  assert.equal((await post(token, cardMessage())).status, 403);
});

test('refuses a person without the scope, or outside the team', async () => {
  assert.equal((await post(await fixture.delegatedToken(megan, 'User.Read'), cardMessage())).status, 403);
  assert.equal((await post(await fixture.delegatedToken(adele, 'ChannelMessage.Send'), cardMessage())).status, 403);
});

test('refuses a card that is no text, that the body does not show, or that has an address', async () => {
  const token = await fixture.delegatedToken(megan, 'ChannelMessage.Send');
  const bodies = [
    cardMessage({ content: card }),
    cardMessage({ content: '{"type":"AdaptiveCard"' }),
    cardMessage({ content: '{"type":"HeroCard"}' }),
    cardMessage({ id: 'card-2' }),
    cardMessage({ contentUrl: 'https://contoso.com/card' }),
    { ...cardMessage(), body: { contentType: 'text', content: '<attachment id="card-1"></attachment>' } },
    { body: { contentType: 'html', content: '  ' } },
    { body: { content: 5 } },
    { body: { content: 'x' }, from: { user: { id: adele.id } } },
  ];
  const count = fixture.messages.inChannel(channel.id).length;
  for (const body of bodies) assert.equal((await post(token, body)).status, 400, JSON.stringify(body));
  assert.equal(fixture.messages.inChannel(channel.id).length, count);
});

test('takes a message of 28 KB and refuses a larger one', async () => {
  const token = await fixture.delegatedToken(megan, 'ChannelMessage.Send');
  const overhead = JSON.stringify({ body: { content: '' } }).length;
  const ofBytes = (bytes: number) => ({ body: { content: 'x'.repeat(bytes - overhead) } });
  assert.equal((await post(token, ofBytes(28 * 1024))).status, 201);
  assert.equal((await post(token, ofBytes(28 * 1024 + 1))).status, 413);
});

test('answers 404 for a channel that the team does not have', async () => {
  const token = await fixture.delegatedToken(megan, 'ChannelMessage.Send');
  const elsewhere = encodeURIComponent(teams.finance.channels.general.id);
  assert.equal((await post(token, cardMessage(), `/teams/${team.id}/channels/${elsewhere}/messages`)).status, 404);
});

test('lists the teams of a person and the channels of a team to its members', async () => {
  const token = await fixture.delegatedToken(megan, 'Team.ReadBasic.All', 'Channel.ReadBasic.All');
  assert.partialDeepStrictEqual(await (await fixture.call('/me/joinedTeams', { token })).json(), {
    '@odata.count': 1,
    value: [{ id: team.id, displayName: 'Security Operations' }],
  });
  assert.partialDeepStrictEqual(await (await fixture.call(`/teams/${team.id}/channels`, { token })).json(), {
    value: [{ displayName: 'General' }, { displayName: 'DLP alerts' }, { membershipType: 'private' }],
  });
  assert.equal((await fixture.call(`/teams/${teams.finance.id}/channels`, { token })).status, 403);
  const application = await fixture.applicationToken('Channel.ReadBasic.All');
  assert.equal((await fixture.call(`/teams/${teams.finance.id}/channels`, { token: application })).status, 200);
});

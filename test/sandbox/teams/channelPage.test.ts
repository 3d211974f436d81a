import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { teams as contoso } from '../../../sandbox/contoso/teams.ts';
import { createMessageStore } from '../../../sandbox/teams/messageStore.ts';
import { startTeams, type Teams } from '../../../sandbox/teams/startTeams.ts';

let teams: Teams;
before(async () => {
  teams = await startTeams({ messages: createMessageStore() });
});
after(() => teams.close());

test('serves its own files and the card library under a policy that allows nothing else', async () => {
  const page = await fetch(teams.origin);
  assert.equal(page.status, 200);
  const policy = page.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe|\*/);
  const addresses = [...(await page.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, address]) => address);
  assert.ok(addresses.includes('/adaptivecards.js'));
  for (const address of addresses) assert.equal((await fetch(`${teams.origin}${address}`)).status, 200, address);
});

test('answers 404 for a file, a channel or a path that it does not have', async () => {
  for (const path of ['/page.ts', '/../package.json', '/constructor', '/api/channels/19:none/messages']) {
    assert.equal((await fetch(`${teams.origin}${path}`)).status, 404, path);
  }
});

test('streams a message to whoever watches', async () => {
  const gone = new AbortController();
  const stream = await fetch(`${teams.origin}/api/events`, { signal: gone.signal });
  const { id } = teams.messages.post({
    teamId: contoso.securityOperations.id,
    channelId: contoso.securityOperations.channels.general.id,
    sender: { kind: 'user', userId: '1', displayName: 'Megan Bowen' },
    contentType: 'html',
    content: 'streamed',
    cards: [],
  });
  let text = '';
  for await (const chunk of stream.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (text.includes('streamed')) break;
  }
  gone.abort();
  assert.match(text, new RegExp(`id: ${id}\ndata: \\{`));
});

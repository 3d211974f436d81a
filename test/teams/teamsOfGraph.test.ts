import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TeamsOfGraph, teamsOfGraph } from '../../functions/teams/teamsOfGraph.ts';
import { sendJson, sleepyClock, startService } from '../integrations/graph/answering.ts';

const withAnswer = async (body: object, use: (teams: TeamsOfGraph) => Promise<void>): Promise<void> => {
  const service = await startService((response) => sendJson(response, 200, body));
  try {
    await use(teamsOfGraph(service.graph({ retry: sleepyClock() })));
  } finally {
    await service.close();
  }
};
const odd = [null, 5, 'team', [], {}, { id: 7, displayName: 'A number' }, { id: '', displayName: 'Nameless' }];
const long = 'x'.repeat(1_000_000);

test('names the permission that is lacking', async () => {
  const service = await startService((response) => sendJson(response, 403, {}));
  const teams = teamsOfGraph(service.graph({ retry: sleepyClock() }));
  const message = { body: { contentType: 'html', content: 'Hello' } } as const;
  try {
    await assert.rejects(teams.teams(), /the Team\.ReadBasic\.All permission/);
    await assert.rejects(teams.channels('t'), /the Channel\.ReadBasic\.All permission/);
    await assert.rejects(teams.post({ teamId: 't', channelId: 'c' }, message), /the ChannelMessage\.Send permission/);
  } finally {
    await service.close();
  }
});

test('shows teams that are well, whatever else Graph lists', async () => {
  const value = [
    ...odd,
    { id: 't1', displayName: 9, description: { no: 'text' } },
    { id: 't2', displayName: `A\n${long}`, description: null },
    { id: long, displayName: 'An endless id' },
    { id: 't3', displayName: 'Of last year', isArchived: true },
  ];
  await withAnswer({ value }, async (teams) => {
    const [first, second, ...others] = await teams.teams();
    assert.deepEqual(others, []);
    assert.equal(first?.teamId, 't2');
    assert.match(first?.displayName ?? '', /^A x{247}…$/);
    assert.deepEqual(second, { teamId: 't1', displayName: 't1' });
  });
});

test('shows channels that are well, whatever else Graph lists', async () => {
  await withAnswer({ value: [...odd, { id: '19:c@thread', displayName: null, membershipType: 1 }] }, async (teams) => {
    assert.deepEqual(await teams.channels('t'), [{ channelId: '19:c@thread', displayName: '19:c@thread' }]);
  });
});

test('has posted the message even where the answer about it cannot be used', async () => {
  const message = { body: { contentType: 'html', content: 'Hello' } } as const;
  for (const body of [{ id: 7, webUrl: 'javascript:alert(1)' }, { id: long, webUrl: `https://${long}` }, [1]]) {
    await withAnswer(body, async (teams) => {
      assert.deepEqual(await teams.post({ teamId: 't', channelId: 'c' }, message), {});
    });
  }
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { workflowsWebhook } from '../../functions/integrations/workflowsWebhook.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import { Problem } from '../../functions/runtime/problem.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import type { AlertCards } from '../../functions/teams/alertCards.ts';
import { listChannels } from '../../functions/teams/listChannels.ts';
import { listTeams } from '../../functions/teams/listTeams.ts';
import { postAlertCard } from '../../functions/teams/postAlertCard.ts';
import { postCardToTeams } from '../../functions/teams/postCardToTeams.ts';
import { postToTeams } from '../../functions/teams/postToTeams.ts';
import { teams as contosoTeams } from '../../sandbox/contoso/teams.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { textsOf } from './cardParts.ts';
import { invoke } from './invoke.ts';
import { app, person, startTenant } from './startTenant.ts';

const team = contosoTeams.securityOperations;
const place = { teamId: team.id, channelId: team.channels.dlpAlerts.id };
const joni = person(users.joni);

const alert = {
  title: 'Credit card numbers sent outside',
  severity: 'high',
  status: 'new',
  files: [],
  product: 'Microsoft Data Loss Prevention',
  createdAt: '2026-11-22T09:30:12Z',
};
const seenBy: Caller[] = [];
const alertCards: AlertCards = {
  async ofEvent(caller, eventId) {
    seenBy.push(caller);
    return eventId === 'event-1' ? { ...alert, eventId } : undefined;
  },
  async ofAlert(caller, alertId) {
    seenBy.push(caller);
    return alertId === 'alert-1' ? { ...alert, title: 'By its alert id' } : undefined;
  },
};

let tenant: Awaited<ReturnType<typeof startTenant>>;
let dependencies: Parameters<typeof postAlertCard.handler>[0];

before(async () => {
  tenant = await startTenant();
  const url = new Secret(tenant.teams.webhookUrl(team.channels.general.id));
  dependencies = {
    alertCards,
    teamsFor: tenant.teamsFor,
    workflowsWebhook: workflowsWebhook({ url, hosts: 'loopback' }),
  };
});
after(() => tenant.close());

const lastIn = (channelId: string) => tenant.messages.inChannel(channelId).at(-1);
const posts = () => Object.values(team.channels).flatMap(({ id }) => tenant.messages.inChannel(id)).length;
const refused =
  (code: Problem['code'], ...fields: string[]) =>
  (error: unknown) => {
    assert.ok(error instanceof Problem, String(error));
    assert.equal(error.code, code);
    assert.deepEqual(
      error.faults.map(({ field }) => field),
      fields,
    );
    return true;
  };

/** The call fails as told, and no channel has a message more. */
const assertNothingPosted = async (call: () => Promise<unknown>, check: (error: unknown) => boolean) => {
  const earlier = posts();
  await assert.rejects(call, check);
  assert.equal(posts(), earlier);
};

const card = (text: string) =>
  JSON.stringify({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text, wrap: true }] });

describe('Post to Teams', () => {
  const post = (body: object, caller = joni) =>
    invoke(postToTeams, dependencies, { caller, body: { ...place, ...body } });

  test('posts as the signed-in person, and says where the message is', async () => {
    const { status, body } = await post({ message: 'One < two\nand <at>all</at>', subject: 'DLP', importance: 'high' });
    const posted = lastIn(place.channelId);
    assert.deepEqual(posted?.sender, { kind: 'user', userId: users.joni.id, displayName: users.joni.displayName });
    assert.equal(posted?.content, '<div>One &lt; two<br>and &lt;at&gt;all&lt;/at&gt;</div>');
    assert.equal(posted?.subject, 'DLP');
    const webUrl = (body as { webUrl: string }).webUrl;
    assert.deepEqual([status, body], [201, { route: 'channel', messageId: posted?.id, webUrl }]);
    assert.match(webUrl, /^https:\/\/teams\.microsoft\.com\/l\/message\//);
  });

  test('attaches the card of an event', async () => {
    await post({ message: 'Look', eventId: 'event-1' });
    const posted = lastIn(place.channelId);
    assert.equal(posted?.cards.length, 1);
    assert.ok(textsOf(posted?.cards[0]?.card ?? {}, 'TextRun').includes(alert.title));
    assert.equal(seenBy.at(-1), joni);
  });

  test('says what to check when there is no such event', async () => {
    await assertNothingPosted(() => post({ message: 'Look', eventId: 'gone' }), refused('NotFound'));
  });

  test('refuses what Teams would not take for its size', async () => {
    await assertNothingPosted(() => post({ message: '<'.repeat(7_500) }), refused('TooLarge'));
    await post({ message: 'x'.repeat(28_000) });
  });

  test('hands on the refusal of a person who is not in the team', async () => {
    await assertNothingPosted(() => post({ message: 'Look' }, person(users.adele)), refused('UpstreamRefused'));
  });

  test('never posts again when the answer was lost on the way', async () => {
    const earlier = posts();
    tenant.graph.faults.plan({ fault: { kind: 'dropped', at: 'answer' } });
    await assert.rejects(post({ message: 'Once' }), UpstreamError);
    assert.equal(posts(), earlier + 1);
  });
});

describe('Post a card to Teams', () => {
  const post = (caller: Caller, body: Record<string, unknown>, given = dependencies) =>
    invoke(postCardToTeams, given, { caller, body });

  test('posts for a person to the channel that was chosen', async () => {
    const { body } = await post(joni, { ...place, card: card('Three alerts wait.') });
    const posted = lastIn(place.channelId);
    assert.equal((body as { messageId: string }).messageId, posted?.id);
    assert.equal(posted?.sender.kind, 'user');
    assert.deepEqual(posted?.cards[0]?.card, JSON.parse(card('Three alerts wait.')));
  });

  test('posts for an app through the webhook, and answers no message id', async () => {
    const { body } = await post(app(), { card: card('From an app') });
    assert.deepEqual(body, { route: 'webhook' });
    const posted = lastIn(team.channels.general.id);
    assert.equal(posted?.sender.kind, 'workflow');
    assert.deepEqual(posted?.cards[0]?.card, JSON.parse(card('From an app')));
  });

  test('wants team and channel from a person, and neither from an app', async () => {
    const message = card('x');
    await assertNothingPosted(() => post(joni, { card: message }), refused('InvalidInput', 'teamId', 'channelId'));
    await assertNothingPosted(
      () => post(joni, { card: message, teamId: team.id }),
      refused('InvalidInput', 'channelId'),
    );
    await assertNothingPosted(
      () => post(app(), { ...place, card: message }),
      refused('InvalidInput', 'teamId', 'channelId'),
    );
  });

  test('names the setting when no webhook is set up', async () => {
    const bare = { ...dependencies, workflowsWebhook: undefined };
    await assert.rejects(post(app(), { card: card('x') }, bare), /TEAMS_WEBHOOK_URL/);
    await assertNothingPosted(() => post(app(), { card: card('x') }, bare), refused('NotConfigured'));
  });

  test('refuses a faulty card and one that is too large, on either way', async () => {
    const submit = '{"type":"AdaptiveCard","version":"1.5","actions":[{"type":"Action.Submit"}]}';
    for (const [caller, where] of [[joni, place] as const, [app(), {}] as const]) {
      const faulty = refused('InvalidInput', 'card.actions[0]');
      await assertNothingPosted(() => post(caller, { ...where, card: submit }), faulty);
      await assertNothingPosted(() => post(caller, { ...where, card: card('x'.repeat(28_672)) }), refused('TooLarge'));
      await post(caller, { ...where, card: card('x'.repeat(28_000)) });
    }
  });
});

describe('Post an alert card to Teams', () => {
  const post = (caller: Caller, body: Record<string, unknown>) => invoke(postAlertCard, dependencies, { caller, body });
  const textsIn = (channelId: string) => textsOf(lastIn(channelId)?.cards[0]?.card ?? {}, 'TextRun');

  test('makes the card of an event, with a message on top', async () => {
    await post(joni, { ...place, eventId: 'event-1', message: 'This one first' });
    assert.deepEqual(textsIn(place.channelId).slice(0, 2), ['This one first', alert.title]);
  });

  test('makes the card of an alert, for an app through the webhook', async () => {
    const caller = app();
    const { body } = await post(caller, { alertId: 'alert-1' });
    assert.deepEqual(body, { route: 'webhook' });
    assert.equal(textsIn(team.channels.general.id)[0], 'By its alert id');
    assert.equal(seenBy.at(-1), caller);
  });

  test('wants exactly one of event and alert', async () => {
    const refusal = refused('InvalidInput', 'eventId', 'alertId');
    await assertNothingPosted(() => post(joni, place), refusal);
    await assertNothingPosted(() => post(joni, { ...place, eventId: 'event-1', alertId: 'alert-1' }), refusal);
  });

  test('says what to check when there is no such event or alert', async () => {
    await assertNothingPosted(() => post(joni, { ...place, eventId: 'alert-1' }), refused('NotFound'));
    await assertNothingPosted(() => post(joni, { ...place, alertId: 'event-1' }), refused('NotFound'));
  });
});

describe('the lists of the designer', () => {
  test('show the teams of the person', async () => {
    const { body } = await invoke(listTeams, dependencies, { caller: joni });
    const { id: teamId, displayName, description } = team;
    assert.deepEqual(body, { value: [{ teamId, displayName, description }] });
  });

  test('show the channels of a team, by name', async () => {
    const { body } = await invoke(listChannels, dependencies, { caller: joni, parameters: { teamId: team.id } });
    const names = (body as { value: { displayName: string }[] }).value.map(({ displayName }) => displayName);
    assert.deepEqual(names, ['DLP alerts', 'General', 'Insider risk']);
  });

  test('name the permission that is lacking', async () => {
    const bare = await startTenant({ permissions: ['User.Read'] });
    try {
      await assert.rejects(invoke(listTeams, bare, { caller: joni }), /Team\.ReadBasic\.All/);
    } finally {
      await bare.close();
    }
  });
});

test('an id that would lead to another place of Graph does not pass the schema', () => {
  const { body } = postToTeams;
  assert.ok(body);
  for (const id of ['..', '.', 'a/b', '19:x?y', '%2e%2e', 'a b']) {
    const faults = validatorOf(body, 'body')({ teamId: id, channelId: id, message: 'x' });
    assert.deepEqual(faults.map(({ field }) => field).toSorted(), ['channelId', 'teamId'], id);
  }
});

test('every example fits the schemas of its operation', () => {
  for (const { body, responses, example } of [postToTeams, postCardToTeams, postAlertCard, listTeams, listChannels]) {
    if (body) assert.deepEqual(validatorOf(body, 'body')(example.body), []);
    const schema = responses[example.reply.status]?.schema;
    assert.ok(schema);
    assert.deepEqual(validatorOf(schema, 'reply')(example.reply.body), []);
  }
});

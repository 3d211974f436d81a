import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Caller } from '../../functions/runtime/caller.ts';
import type { CardRoutes } from '../../functions/teams/cardRoute.ts';
import { postCardToTeams } from '../../functions/teams/postCardToTeams.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { app, person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { cardText, place, refused, startPosting, team } from './startPosting.ts';

let tenant: Awaited<ReturnType<typeof startPosting>>;
before(async () => {
  tenant = await startPosting();
});
after(() => tenant.close());

const joni = person(users.joni);

const post = (caller: Caller, body: Record<string, unknown>, given: CardRoutes = tenant.dependencies) =>
  callHandler(postCardToTeams, given, { caller, body });

test('posts for a person to the channel that was chosen', async () => {
  const { body } = await post(joni, { ...place, card: cardText('Three alerts wait.') });
  const posted = tenant.lastIn(place.channelId);
  assert.equal((body as { messageId: string }).messageId, posted?.id);
  assert.equal(posted?.sender.kind, 'user');
  assert.deepEqual(posted?.cards[0]?.card, JSON.parse(cardText('Three alerts wait.')));
});

test('posts for an app through the webhook, and answers no message id', async () => {
  const { body } = await post(app(), { card: cardText('From an app') });
  assert.deepEqual(body, { route: 'webhook' });
  const posted = tenant.lastIn(team.channels.general.id);
  assert.equal(posted?.sender.kind, 'workflow');
  assert.deepEqual(posted?.cards[0]?.card, JSON.parse(cardText('From an app')));
});

test('wants team and channel from a person, and neither from an app', async () => {
  const message = cardText('x');
  await tenant.assertNothingPosted(() => post(joni, { card: message }), refused('InvalidInput', 'teamId', 'channelId'));
  await tenant.assertNothingPosted(
    () => post(joni, { card: message, teamId: team.id }),
    refused('InvalidInput', 'channelId'),
  );
  await tenant.assertNothingPosted(
    () => post(app(), { ...place, card: message }),
    refused('InvalidInput', 'teamId', 'channelId'),
  );
  await tenant.assertNothingPosted(
    () => post(app(), { card: message, teamId: team.id }),
    refused('InvalidInput', 'teamId'),
  );
});

test('names the setting when no webhook is set up', async () => {
  const bare = { ...tenant.dependencies, workflowsWebhook: undefined };
  await assert.rejects(post(app(), { card: cardText('x') }, bare), /TEAMS_WEBHOOK_URL/);
  await tenant.assertNothingPosted(() => post(app(), { card: cardText('x') }, bare), refused('NotConfigured'));
});

test('refuses a faulty card and one that is too large, on either way', async () => {
  const submit = '{"type":"AdaptiveCard","version":"1.5","actions":[{"type":"Action.Submit"}]}';
  for (const [caller, where] of [[joni, place] as const, [app(), {}] as const]) {
    const faulty = refused('InvalidInput', 'card.actions[0]');
    await tenant.assertNothingPosted(() => post(caller, { ...where, card: submit }), faulty);
    await tenant.assertNothingPosted(
      () => post(caller, { ...where, card: cardText('x'.repeat(28_672)) }),
      refused('TooLarge'),
    );
    await post(caller, { ...where, card: cardText('x'.repeat(28_000)) });
  }
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { postToTeams } from '../../functions/teams/postToTeams.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { alert, place, refused, startPosting } from './startPosting.ts';

let tenant: Awaited<ReturnType<typeof startPosting>>;
before(async () => {
  tenant = await startPosting();
});
after(() => tenant.close());

const joni = person(users.joni);

const post = (body: object, caller = joni) =>
  callHandler(postToTeams, tenant.dependencies, { caller, body: { ...place, ...body } });

test('posts as the signed-in person, and says where the message is', async () => {
  const { status, body } = await post({ message: 'One < two\nand <at>all</at>', subject: 'DLP', importance: 'high' });
  const posted = tenant.lastIn(place.channelId);
  assert.deepEqual(posted?.sender, { kind: 'user', userId: users.joni.id, displayName: users.joni.displayName });
  assert.equal(posted?.content, '<div>One &lt; two<br>and &lt;at&gt;all&lt;/at&gt;</div>');
  assert.equal(posted?.subject, 'DLP');
  const webUrl = (body as { webUrl: string }).webUrl;
  assert.deepEqual([status, body], [201, { route: 'channel', messageId: posted?.id, webUrl }]);
  assert.match(webUrl, /^https:\/\/teams\.microsoft\.com\/l\/message\//);
});

test('attaches the card of an event', async () => {
  await post({ message: 'Look', eventId: 'event-1' });
  const posted = tenant.lastIn(place.channelId);
  assert.equal(posted?.cards.length, 1);
  assert.ok(tenant.lastTextsIn(place.channelId).includes(alert.title));
  assert.equal(tenant.seenBy.at(-1), joni);
});

test('says what to check when there is no such event', async () => {
  await tenant.assertNothingPosted(() => post({ message: 'Look', eventId: 'gone' }), refused('NotFound'));
});

test('refuses what Teams would not take for its size', async () => {
  await tenant.assertNothingPosted(() => post({ message: '<'.repeat(7_500) }), refused('TooLarge'));
  await tenant.assertNothingPosted(() => post({ message: '漢'.repeat(10_000) }), refused('TooLarge'));
  await post({ message: 'x'.repeat(28_000) });
});

test('hands on the refusal of a person who is not in the team', async () => {
  await tenant.assertNothingPosted(() => post({ message: 'Look' }, person(users.adele)), refused('UpstreamRefused'));
});

test('never posts again when the answer was lost on the way', async () => {
  const earlier = tenant.posts();
  tenant.graph.faults.plan({ fault: { kind: 'dropped', at: 'answer' } });
  await assert.rejects(post({ message: 'Once' }), UpstreamError);
  assert.equal(tenant.posts(), earlier + 1);
});

test('an id that would lead to another place of Graph does not pass the schema', () => {
  const { body } = postToTeams;
  assert.ok(body);
  for (const id of ['..', '.', 'a/b', '19:x?y', '%2e%2e', 'a b']) {
    const faults = validatorOf(body, 'body')({ teamId: id, channelId: id, message: 'x' });
    assert.deepEqual(faults.map(({ field }) => field).toSorted(), ['channelId', 'teamId'], id);
  }
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Caller } from '../../functions/runtime/caller.ts';
import { postAlertCard } from '../../functions/teams/postAlertCard.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { app, person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { alert, place, refused, startPosting, team } from './startPosting.ts';

let tenant: Awaited<ReturnType<typeof startPosting>>;
before(async () => {
  tenant = await startPosting();
});
after(() => tenant.close());

const joni = person(users.joni);

const post = (caller: Caller, body: Record<string, unknown>) =>
  callHandler(postAlertCard, tenant.dependencies, { caller, body });

test('makes the card of an event, with a message on top', async () => {
  await post(joni, { ...place, eventId: 'event-1', message: 'This one first' });
  assert.deepEqual(tenant.lastTextsIn(place.channelId).slice(0, 2), ['This one first', alert.title]);
});

test('makes the card of an alert, for an app through the webhook', async () => {
  const caller = app();
  const { body } = await post(caller, { alertId: 'alert-1' });
  assert.deepEqual(body, { route: 'webhook' });
  assert.equal(tenant.lastTextsIn(team.channels.general.id)[0], 'By its alert id');
  assert.equal(tenant.seenBy.at(-1), caller);
});

test('wants exactly one of event and alert', async () => {
  const refusal = refused('InvalidInput', 'eventId', 'alertId');
  await tenant.assertNothingPosted(() => post(joni, place), refusal);
  await tenant.assertNothingPosted(() => post(joni, { ...place, eventId: 'event-1', alertId: 'alert-1' }), refusal);
});

test('says what to check when there is no such event or alert', async () => {
  await tenant.assertNothingPosted(() => post(joni, { ...place, eventId: 'alert-1' }), refused('NotFound'));
  await tenant.assertNothingPosted(() => post(joni, { ...place, alertId: 'event-1' }), refused('NotFound'));
});

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { purgeSubscriptions } from '../../functions/subscriptions/purgeSubscriptions.ts';
import { unsubscribe } from '../../functions/subscriptions/unsubscribe.ts';
import { CallbackSink } from './callbackSink.ts';
import {
  call,
  createWorld,
  deadLettersOf,
  drainUntilQuiet,
  openProcess,
  type Process,
  raise,
  subscribeTo,
} from './subscriptionFixture.ts';

describe('the purge of subscriptions', () => {
  let sink: CallbackSink;
  let process: Process;
  before(async () => {
    sink = await CallbackSink.start();
  });
  beforeEach(async () => {
    process = openProcess(await createWorld());
    sink.answer = ({ alertId }) => ({ status: alertId === 'gone' ? 410 : 400 });
  });
  afterEach(() => process.close());
  after(() => sink.close());

  /** A subscription with a dead letter. */
  const subscribed = async (name: string) => {
    const subscription = await subscribeTo(process, `${sink.url}&${name}`);
    await raise(process, name);
    await drainUntilQuiet(process, subscription.subscriptionId);
    return subscription;
  };
  const remains = async (subscriptionId: string) => ({
    row: (await process.subscriptions.read(subscriptionId)) !== undefined,
    cursor: (await process.cursors.read(subscriptionId)) !== undefined,
    deadLetters: (await deadLettersOf(process, subscriptionId)).length,
  });
  const soon = () => new Date(Date.now() + 60_000);

  test('drops what was deleted or has ended, and all that belongs to it', async () => {
    const deleted = await subscribed('deleted');
    await call(unsubscribe, process, { method: 'DELETE', params: { subscriptionId: deleted.linkId } });
    const ended = await subscribed('gone');
    assert.equal((await remains(deleted.subscriptionId)).deadLetters, 1);
    assert.equal(await purgeSubscriptions(process, soon()), 2);
    for (const { subscriptionId } of [deleted, ended])
      assert.deepEqual(await remains(subscriptionId), { row: false, cursor: false, deadLetters: 0 });
  });

  test('keeps what ended a short while ago, so that a second DELETE is answered', async () => {
    const { subscriptionId, linkId } = await subscribed('deleted');
    const params = { subscriptionId: linkId };
    await call(unsubscribe, process, { method: 'DELETE', params });
    assert.equal(await purgeSubscriptions(process, new Date(Date.now() - 60_000)), 0);
    assert.deepEqual(await remains(subscriptionId), { row: true, cursor: true, deadLetters: 1 });
    assert.equal((await call(unsubscribe, process, { method: 'DELETE', params })).status, 204);
  });

  test('drops the old dead letters of a subscription that goes on, and nothing else of it', async () => {
    const { subscriptionId } = await subscribed('active');
    assert.equal(await purgeSubscriptions(process, new Date(Date.now() - 60_000)), 0);
    assert.equal(await purgeSubscriptions(process, soon()), 1);
    assert.deepEqual(await remains(subscriptionId), { row: true, cursor: true, deadLetters: 0 });
  });

  test('goes on where an earlier one broke off', async () => {
    const { subscriptionId, linkId } = await subscribed('deleted');
    await call(unsubscribe, process, { method: 'DELETE', params: { subscriptionId: linkId } });
    await process.cursors.delete(subscriptionId);
    assert.equal(await purgeSubscriptions(process, soon()), 1);
    assert.deepEqual(await remains(subscriptionId), { row: false, cursor: false, deadLetters: 0 });
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onDlpAlert } from '../../functions/alerts/onDlpAlert.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { sendTestEvent } from '../../functions/subscriptions/sendTestEvent.ts';
import { oneProcess } from './oneProcess.ts';
import { adele, call, drainUntilQuiet, megan, openProcess, raise, subscribeTo, sweep } from './subscriptionFixture.ts';

describe('SendTestEvent', async () => {
  const { process, sink } = await oneProcess();

  const send = (subscriptionId: string, caller: Caller = adele) =>
    call(sendTestEvent, process, { caller, body: { subscriptionId } });

  test('sends a marked event to this flow, whatever its filters, and to no other', async () => {
    const wanted = await subscribeTo(process, sink.url, { policies: ['no such policy'], minimumSeverity: 'high' });
    const other = await subscribeTo(process, `${sink.url}&other`);
    const { status, json } = await send(wanted.subscriptionId);
    assert.equal(status, 201);
    assert.equal(process.hinted.at(-1)?.subscriptionId, wanted.subscriptionId);
    for (const { subscriptionId } of [wanted, other]) await drainUntilQuiet(process, subscriptionId);
    assert.equal(sink.received.length, 1);
    const [{ event, path } = assert.fail()] = sink.received;
    assert.ok(sink.url.endsWith(path));
    assert.equal(event.eventId, json.eventId);
    assert.equal(event.isTest, true);
    const { notification } = onDlpAlert.trigger?.mode === 'webhook' ? onDlpAlert.trigger : assert.fail();
    assert.deepEqual(validatorOf(notification, 'event')(structuredClone(event)), []);
    assert.equal((await process.log.find(String(json.eventId)))?.target, wanted.subscriptionId);
  });

  test('answers with the event that is in the log when the queue is away, since a repeat would send another', async () => {
    const { subscriptionId } = await subscribeTo(process, `${sink.url}&untold`);
    const { hints } = openProcess(process.world, { queue: 'away' });
    const { status, json, lines } = await call(
      sendTestEvent,
      { ...process, hints },
      { caller: adele, body: { subscriptionId } },
    );
    assert.equal(status, 201);
    assert.ok(await process.log.find(String(json.eventId)));
    assert.match(lines.join(), /A hint could not be left/);
    assert.ok((await sweep(process)).includes(subscriptionId));
  });

  test('gets its place in the log while others write to it', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(subscriptionId)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(5).fill(201),
    );
    assert.equal(new Set(answers.map(({ json }) => json.eventId)).size, 5);
  });

  test('moves no watermark', async () => {
    const before = await process.log.head('alerts');
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await send(subscriptionId);
    const { watermark, lastPolledAt } = await process.log.head('alerts');
    assert.deepEqual({ watermark, lastPolledAt }, { watermark: before.watermark, lastPolledAt: before.lastPolledAt });
  });

  test('says 404 for somebody else’s subscription as for none, and puts nothing into the log', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    const { nextSequence } = await process.log.head('alerts');
    assert.equal((await send(subscriptionId, megan)).status, 404);
    assert.equal((await send('A'.repeat(22))).status, 404);
    assert.equal((await send("x' or true")).status, 404);
    assert.equal((await process.log.head('alerts')).nextSequence, nextSequence);
  });

  test('says 409 for a subscription that has ended', async () => {
    const { subscriptionId } = await subscribeTo(process, `${sink.url}&ending`);
    await raise(process, 'a1');
    sink.answer = () => ({ status: 410 });
    await drainUntilQuiet(process, subscriptionId);
    const { status, json } = await send(subscriptionId);
    assert.equal(status, 409);
    assert.match(String(json.detail), /is ended/);
  });
});

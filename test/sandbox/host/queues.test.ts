import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { QueueServiceClient } from '@azure/storage-queue';
import { azurite } from '../../azurite.ts';
import { until } from '../../until.ts';
import { entriesOf } from './fixture/journal.ts';
import { type FixtureHost, startFixture } from './startFixture.ts';

let connectionString: string;
let service: QueueServiceClient;
before(async () => {
  ({ connectionString } = await azurite());
  service = QueueServiceClient.fromConnectionString(connectionString);
});
const name = `fixture-${randomUUID()}`;
const encode = (text: string) => Buffer.from(text).toString('base64');

const countIn = async (queueName: string) => {
  const queue = service.getQueueClient(queueName);
  return (await queue.exists()) ? ((await queue.getProperties()).approximateMessagesCount ?? 0) : 0;
};
const messagesIn = async (queueName: string) =>
  (await service.getQueueClient(queueName).peekMessages({ numberOfMessages: 32 })).peekedMessageItems;

describe('queue functions', () => {
  let host: FixtureHost;

  before(async () => {
    host = await startFixture('queues', {
      connectionString,
      settings: { FIXTURE_QUEUE: name },
      hostJson: { extensions: { queues: { maxDequeueCount: 2, visibilityTimeout: '00:00:00' } } },
      queueHoldSeconds: 2,
    });
  });
  after(() => host.stop());

  test('make their queues at start', async () => {
    for (const queueName of [name, `${name}-failing`, `${name}-long`]) {
      assert.equal(await service.getQueueClient(queueName).exists(), true);
    }
  });

  test('get the decoded message with its metadata, and delete it when done', async () => {
    const sent = await service.getQueueClient(name).sendMessage(encode('{"subscription":"é"}'));
    await until('the message arrived', () => entriesOf('keeps').length === 1);
    const [{ input, metadata = {} } = { input: undefined }] = entriesOf('keeps');
    assert.deepEqual(input, { subscription: 'é' });
    assert.deepEqual(Object.keys(metadata).sort(), [
      'dequeueCount',
      'expirationTime',
      'id',
      'insertionTime',
      'nextVisibleTime',
      'popReceipt',
      'queueTrigger',
    ]);
    assert.equal(metadata.id, sent.messageId);
    assert.equal(metadata.dequeueCount, 1);
    assert.equal(metadata.insertionTime, sent.insertedOn.toISOString());
    await until('the message is deleted', async () => (await countIn(name)) === 0);
  });

  test('get text that is not JSON as text', async () => {
    await service.getQueueClient(name).sendMessage(encode('plain words'));
    await until('the text arrived', () => entriesOf('keeps').some(({ input }) => input === 'plain words'));
  });

  test('see a message again after a failure, and no more once it is in the poison queue', async () => {
    await service.getQueueClient(`${name}-failing`).sendMessage(encode('bad'));
    await until('the message is poison', async () => (await countIn(`${name}-failing-poison`)) === 1);
    assert.deepEqual(
      entriesOf('fails').map(({ metadata }) => metadata?.dequeueCount),
      [1, 2],
    );
    const [poison] = await messagesIn(`${name}-failing-poison`);
    assert.equal(poison?.messageText, encode('bad'));
    assert.equal(poison?.expiresOn.getUTCFullYear(), 9999, 'it stays until somebody looks');
    assert.ok(host.logs.some(({ message }) => message.includes(`failed 2 times and moves to ${name}-failing-poison`)));
    await until('the queue is empty', async () => (await countIn(`${name}-failing`)) === 0);
  });

  test('never see a message that is no text in base64; it goes to the poison queue as it is', async () => {
    const before = entriesOf('keeps').length;
    const texts = ['not base64!', Buffer.from([0xff, 0xfe]).toString('base64')];
    for (const message of texts) await service.getQueueClient(name).sendMessage(message);
    await until('the messages are poison', async () => (await countIn(`${name}-poison`)) === texts.length);
    const poison = await messagesIn(`${name}-poison`);
    assert.deepEqual(new Set(poison.map(({ messageText }) => messageText)), new Set(texts));
    assert.equal(entriesOf('keeps').length, before);
  });

  test('keep a message hidden for as long as they run, longer than one hold lasts', async () => {
    await service.getQueueClient(`${name}-long`).sendMessage(encode('2500'));
    await until('the message is settled', async () => {
      return entriesOf('takesLong').length > 0 && (await countIn(`${name}-long`)) === 0;
    });
    assert.equal(entriesOf('takesLong').length, 1);
  });
});

test('a stopped host lets the message in hand be finished', async () => {
  const own = `fixture-${randomUUID()}`;
  const host = await startFixture('queues', { connectionString, settings: { FIXTURE_QUEUE: own } });
  const before = entriesOf('takesLong').length;
  await service.getQueueClient(`${own}-long`).sendMessage(encode('300'));
  await until('the function runs', () => entriesOf('takesLong').length > before);
  await host.stop();
  assert.equal(await countIn(`${own}-long`), 0);
});

test('a message that others have taken too often is poison, and is not tried again', async (t) => {
  const own = `fixture-${randomUUID()}`;
  const queue = service.getQueueClient(own);
  await queue.create();
  const text = `taken from ${own}`;
  await queue.sendMessage(encode(text));
  for (let taken = 0; taken < 2; taken += 1) {
    const { receivedMessageItems } = await queue.receiveMessages();
    const [message = assert.fail()] = receivedMessageItems;
    await queue.updateMessage(message.messageId, message.popReceipt, undefined, 0);
  }
  const hostJson = { extensions: { queues: { maxDequeueCount: 2 } } };
  const host = await startFixture('queues', { connectionString, settings: { FIXTURE_QUEUE: own }, hostJson });
  t.after(() => host.stop());
  await until('it is poison', async () => (await countIn(`${own}-poison`)) === 1);
  assert.ok(!entriesOf('keeps').some(({ input }) => input === text));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queueSettings } from '../../../sandbox/host/hostJson.ts';

const read = (queues: NonNullable<NonNullable<Parameters<typeof queueSettings>[0]['extensions']>['queues']>) =>
  queueSettings({ extensions: { queues } });

test('has the defaults of the real host for queues', () => {
  assert.deepEqual(queueSettings({}), {
    batchSize: 16,
    newBatchThreshold: 8,
    maxDequeueCount: 5,
    visibilityTimeoutMs: 0,
    maxPollingIntervalMs: 60_000,
    messageEncoding: 'base64',
  });
});

test('reads times as .NET writes them', () => {
  assert.equal(read({ visibilityTimeout: '00:00:01.5' }).visibilityTimeoutMs, 1_500);
  assert.equal(read({ maxPollingInterval: '1.02:03:04' }).maxPollingIntervalMs, 93_784_000);
});

test('refuses batches and times that the real host does not take', () => {
  for (const batchSize of [0, 33]) assert.throws(() => read({ batchSize }), /queues\.batchSize must be 1 to 32/);
  assert.equal(read({ batchSize: 32 }).newBatchThreshold, 16);
  assert.throws(
    () => read({ visibilityTimeout: '30s' }),
    /queues\.visibilityTimeout "30s" is not of the form hh:mm:ss/,
  );
});

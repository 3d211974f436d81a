import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPendingCallbacks } from '../../../sandbox/flows/pendingCallbacks.ts';

const told = { headers: {}, body: 'yes' };
const open = () => {
  const callbacks = createPendingCallbacks(
    () => 'http://localhost:1',
    () => undefined,
  );
  const { url, received, close } = callbacks.open({ flowId: 'f', runId: 'r', name: 'Ask' });
  const { pathname, searchParams } = new URL(url);
  const deliver = (signature = searchParams.get('sig') ?? '') => callbacks.deliver(pathname, signature, told);
  return { deliver, received, close };
};

test('takes one call of all that come at once', async () => {
  const { deliver, received } = open();
  assert.deepEqual([deliver('wrong'), deliver(), deliver()], [false, true, false]);
  assert.equal(await received, told);
});

test('takes none once nobody waits', () => {
  const { deliver, close } = open();
  close();
  assert.equal(deliver(), false);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendJson, startService } from './answering.ts';

const refusalOf = async (error: unknown) => {
  const service = await startService((response) => sendJson(response, 423, { error }));
  try {
    return await service
      .graph()
      .post('/drives/d/items/i/extractSensitivityLabels', {})
      .then(
        () => assert.fail('It was not refused.'),
        (problem: unknown) => Object(problem) as { code: string; message: string; retryAfterSeconds?: number },
      );
  } finally {
    await service.close();
  }
};

test('finds the reason of a lock wherever the service put it', async () => {
  const inner = { 'request-id': 'r', innererror: { code: 'fileDoubleKeyEncrypted' } };
  for (const error of [
    { code: 'fileDoubleKeyEncrypted', message: 'Locked.' },
    { code: 'locked', message: 'Locked.', innerError: inner },
  ]) {
    const { code, message } = await refusalOf(error);
    assert.equal(code, 'Conflict');
    assert.match(message, /double key encryption.*Locked\./);
  }
});

test('says when to come back while the file is being decrypted', async () => {
  const { message, retryAfterSeconds } = await refusalOf({ code: 'fileDecryptionDeferred' });
  assert.match(message, /still decrypting/);
  assert.equal(retryAfterSeconds, 300);
});

test('reads hostile errors: other types, and errors within errors without end', async () => {
  let error: unknown = { code: 'fileDoubleKeyEncrypted' };
  for (let depth = 0; depth < 1_000; depth += 1) error = { code: depth, innerError: error };
  for (const hostile of [error, null, 'locked', { code: {}, innerError: [] }]) {
    assert.match((await refusalOf(hostile)).message, /open or checked out/);
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Secret } from '../../functions/runtime/secret.ts';
import { redactingSpanProcessor, startTelemetry } from '../../functions/runtime/telemetry.ts';

function recordingLog() {
  const warnings: string[] = [];
  const nothing = () => {};
  return {
    warnings,
    log: { debug: nothing, info: nothing, error: nothing, warn: (text: string) => void warnings.push(text) },
  };
}

describe('startTelemetry', () => {
  it('does nothing without a connection string', async () => {
    const { log, warnings } = recordingLog();
    await startTelemetry(undefined, log);
    assert.deepEqual(warnings, []);
  });

  it('logs once that it could not start, and throws nothing', async () => {
    const { log, warnings } = recordingLog();
    await startTelemetry(new Secret('this is no connection string'), log);
    assert.deepEqual(warnings, ['Telemetry could not be started; the app works without it.']);
  });
});

describe('redactingSpanProcessor', () => {
  it('takes the secrets out of the addresses that spans record', () => {
    const attributes = { 'url.full': 'https://x.logic.azure.com/invoke?sv=1&sig=abc', 'http.status_code': 202 };
    redactingSpanProcessor.onEnd({ attributes, events: [] });
    assert.deepEqual(attributes, {
      'url.full': 'https://x.logic.azure.com/invoke?sv=1&sig=[secret]',
      'http.status_code': 202,
    });
  });

  it('takes them out of the errors that spans record as well', () => {
    const attributes = { 'exception.message': 'GET https://x.test/table?sig=abc failed' };
    redactingSpanProcessor.onEnd({ attributes: {}, events: [{ attributes }, {}] });
    assert.deepEqual(attributes, { 'exception.message': 'GET https://x.test/table?sig=[secret] failed' });
  });
});

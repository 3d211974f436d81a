import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Binding } from '../../../sandbox/host/coreTypes.ts';
import { routeTable } from '../../../sandbox/host/routes.ts';
import { type HttpTrigger, readTrigger } from '../../../sandbox/host/triggers.ts';

const read = (bindings: Readonly<Record<string, Binding>>, { name = 'It', retryOptions = undefined as unknown } = {}) =>
  readTrigger({ metadata: { name, bindings, retryOptions }, callback: () => undefined }, { NAME: 'Set' });
const timer: Binding = { type: 'timerTrigger', schedule: '0 0 3 * * *' };
const http: Binding = { type: 'httpTrigger', authLevel: 'anonymous' };

describe('the triggers of functions', () => {
  test('keep the status of a timer unless it says otherwise, and start it with the host only if it does', () => {
    const options = (binding: object) => {
      const trigger = read({ timer: { ...timer, ...binding } });
      assert.ok(trigger.kind === 'timer');
      return [trigger.useMonitor, trigger.runOnStartup];
    };
    assert.deepEqual(options({}), [true, false]);
    assert.deepEqual(options({ useMonitor: false, runOnStartup: true }), [false, true]);
  });

  test('name queues in small letters, and the storage of the host unless they name another', () => {
    const queue = (binding: object) => {
      const trigger = read({ queue: { type: 'queueTrigger', queueName: 'Of%NAME%', ...binding } });
      assert.ok(trigger.kind === 'queue');
      return [trigger.queueName, trigger.connection];
    };
    assert.deepEqual(queue({}), ['ofset', 'AzureWebJobsStorage']);
    assert.deepEqual(queue({ connection: '' }), ['ofset', 'AzureWebJobsStorage']);
    assert.deepEqual(queue({ connection: 'OTHER' }), ['ofset', 'OTHER']);
  });

  test('are refused where this host would not do what they ask for', () => {
    const refused: readonly (readonly [() => unknown, RegExp])[] = [
      [() => read({ timer }, { retryOptions: { strategy: 'fixedDelay' } }), /has no retry policies/],
      [() => read({}), /it has no trigger/],
      [() => read({ blob: { type: 'blobTrigger' } }), /has no blobTrigger/],
      [() => read({ timer, out: { type: 'queue', direction: 'out' } }), /has no "queue" binding besides triggers/],
      [() => read({ timer, $return: { type: 'queue', direction: 'out' } }), /has no "queue" binding besides triggers/],
      [() => read({ queue: { type: 'queueTrigger', queueName: '%NONE%' } }), /the setting NONE, .* is not set/],
    ];
    for (const [reading, message] of refused) assert.throws(reading, message);
    assert.equal(read({ http, $return: { type: 'http', direction: 'out' } }).kind, 'http');
  });

  test('are tried in the order of their names, whatever the case', () => {
    const trigger = (name: string): HttpTrigger => {
      const found = read({ http: { ...http, route: '{*rest}' } }, { name });
      assert.ok(found.kind === 'http');
      return found;
    };
    const find = routeTable(['Zeta', 'alpha'].map(trigger), 'api');
    assert.equal(find('GET', '/api/x')?.trigger.name, 'alpha');
  });
});

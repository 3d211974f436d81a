import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  type HttpFunctionOptions,
  InvocationContext,
  type StorageQueueFunctionOptions,
  type Timer as Tick,
  type TimerFunctionOptions,
} from '@azure/functions';
import { correlationGuid } from '../../functions/runtime/correlationId.ts';
import { operation } from '../../functions/runtime/operation.ts';
import { queueConsumer } from '../../functions/runtime/queueConsumer.ts';
import { register } from '../../functions/runtime/register.ts';
import { timer } from '../../functions/runtime/timer.ts';
import { openToAll, requestOf } from './invoke.ts';

interface Work {
  readonly done: (what: string) => void;
}

const read = (operationId: string, path: `/${string}`, method: 'GET' | 'DELETE' = 'GET') =>
  operation({
    operationId,
    method,
    path,
    summary: 'Read',
    description: 'Reads.',
    visibility: 'none',
    audience: 'unlisted',
    repeat: 'safe',
    graph: {},
    access: 'public',
    parameters: {},
    responses: { 204: { description: 'Done.' } },
    example: { reply: { status: 204 } },
    handler: async ({ done }: Work) => {
      done(operationId);
      return { status: 204 };
    },
  });

const sweep = timer({
  name: 'Sweep',
  schedule: 'SWEEP_SCHEDULE',
  description: 'Sweeps.',
  graph: {},
  run: async ({ done }: Work) => done('swept'),
});

const drain = queueConsumer({
  name: 'Drain',
  queue: 'hints',
  description: 'Drains.',
  message: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
  run: async ({ done }: Work, { id }) => done(`drained ${id}`),
});

/** The part of the Functions library that takes registrations, keeping them for the test. */
function recordingApp() {
  const http = new Map<string, HttpFunctionOptions>();
  const timers = new Map<string, TimerFunctionOptions>();
  const queues = new Map<string, StorageQueueFunctionOptions>();
  return {
    http,
    timers,
    queues,
    app: {
      http: (name: string, options: HttpFunctionOptions) => void http.set(name, options),
      timer: (name: string, options: TimerFunctionOptions) => void timers.set(name, options),
      storageQueue: (name: string, options: StorageQueueFunctionOptions) => void queues.set(name, options),
    },
  };
}

const options = { schedules: { SWEEP_SCHEDULE: '*/30 * * * * *' }, bodyLimitBytes: 1_024 };
const tick: Tick = {
  isPastDue: false,
  schedule: { adjustForDST: false },
  scheduleStatus: { last: '', next: '', lastUpdated: '' },
};

function contextOf(lines: string[] = [], invocationId = 'invocation-1') {
  return new InvocationContext({
    functionName: 'Test',
    invocationId,
    logHandler: (_level, ...args) => void lines.push(args.join(' ')),
  });
}

describe('register', () => {
  it('registers operations, timers and queue consumers under their own names', () => {
    const { app, http, timers, queues } = recordingApp();
    const contents = { operations: [read('GetAlert', '/alerts/{alertId}')], timers: [sweep], queueConsumers: [drain] };
    register(app, contents, { ...openToAll, done: () => {} }, options);
    const { handler: _handler, ...registered } = http.get('GetAlert') ?? assert.fail();
    assert.deepEqual(registered, { methods: ['GET'], route: 'alerts/{alertId}', authLevel: 'anonymous' });
    assert.equal(timers.get('Sweep')?.schedule, '*/30 * * * * *');
    assert.equal(queues.get('Drain')?.queueName, 'hints');
    assert.equal(queues.get('Drain')?.connection, 'AzureWebJobsStorage');
  });

  it('makes dependencies on the first call, once, and again after a failure', async () => {
    const { app, http, timers, queues } = recordingApp();
    const done: string[] = [];
    let made = 0;
    const dependencies = async () => {
      made += 1;
      if (made === 1) throw new Error('not yet');
      return { ...openToAll, done: (what: string) => void done.push(what) };
    };
    register(app, { operations: [read('Get', '/x')], timers: [sweep], queueConsumers: [drain] }, dependencies, options);
    assert.equal(made, 0);
    const call = async () => http.get('Get')?.handler(requestOf({ method: 'GET' }), contextOf());
    assert.equal((await call())?.status, 500);
    assert.equal((await call())?.status, 204);
    await timers.get('Sweep')?.handler(tick, contextOf());
    await queues.get('Drain')?.handler({ id: '7' }, contextOf());
    assert.deepEqual(done, ['Get', 'swept', 'drained 7']);
    assert.equal(made, 2);
  });

  it('drops a queue message that does not fit, with a line in the log', async () => {
    const { app, queues } = recordingApp();
    const done: string[] = [];
    const dependencies = { ...openToAll, done: (what: string) => void done.push(what) };
    register(app, { operations: [], timers: [], queueConsumers: [drain] }, dependencies, options);
    for (const message of ['not json', { id: 7 }, { id: '7', more: true }, Buffer.from('x'), null]) {
      const lines: string[] = [];
      await queues.get('Drain')?.handler(message, contextOf(lines));
      assert.match(lines.join(), /"level":"warn".*does not fit/);
      assert.doesNotMatch(lines.join(), /not json/);
    }
    assert.deepEqual(done, []);
  });

  it('fails a run that failed, with the details in the log only', async () => {
    const { app, timers, queues } = recordingApp();
    const dependencies = {
      ...openToAll,
      done: () => {
        throw new Error('POST https://x.test/?sig=abc failed');
      },
    };
    register(app, { operations: [], timers: [sweep], queueConsumers: [drain] }, dependencies, options);
    for (const run of [
      (context: InvocationContext) => timers.get('Sweep')?.handler(tick, context),
      (context: InvocationContext) => queues.get('Drain')?.handler({ id: '7' }, context),
    ]) {
      const lines: string[] = [];
      await assert.rejects(
        async () => run(contextOf(lines)),
        (error: Error) =>
          /failed; its log line has the correlation id invocation-1/.test(error.message) && error.cause === undefined,
      );
      assert.match(lines.join(), /"level":"error".*sig=\[secret\] failed/);
    }
  });

  it('serves timers and queue messages under the id of their invocation', async () => {
    const { app, timers, queues } = recordingApp();
    const ids: string[] = [];
    const dependencies = { ...openToAll, done: () => void ids.push(correlationGuid()) };
    register(app, { operations: [], timers: [sweep], queueConsumers: [drain] }, dependencies, options);
    const [one, other] = [randomUUID(), randomUUID()];
    await Promise.all([
      timers.get('Sweep')?.handler(tick, contextOf([], one)),
      queues.get('Drain')?.handler({ id: '7' }, contextOf([], other)),
    ]);
    assert.deepEqual(new Set(ids), new Set([one, other]));
    await timers.get('Sweep')?.handler(tick, contextOf([], `${one} and more`));
    assert.match(ids.at(-1) ?? '', /^[\da-f-]{36}$/);
    assert.notEqual(ids.at(-1), one);
  });

  const registering = (...operations: ReturnType<typeof read>[]) => {
    register(
      recordingApp().app,
      { operations, timers: [sweep], queueConsumers: [] },
      { ...openToAll, done() {} },
      options,
    );
  };

  it('refuses two functions of one name', () => {
    assert.throws(() => registering(read('Sweep', '/x')), /Two functions are named Sweep/);
    assert.throws(() => registering(read('GetX', '/x'), read('Getx', '/y')), /Two functions/);
  });

  it('refuses routes of which the wrong one would be tried first', () => {
    const wide = read('GetAlert', '/alerts/{alertId}');
    assert.throws(() => registering(wide, read('SearchAlerts', '/alerts/search')), /GetAlert would be tried first/);
    assert.throws(() => registering(read('GetAny', '/Alerts/{id}'), wide), /match the same requests/);
    assert.throws(() => registering(read('A', '/x/{a}/y'), read('B', '/x/z/{b}')), /match the same requests/);
    // Letter by letter the one comes first, by the rules of language the other.
    for (const [narrow, wide] of [
      ['Getaa', 'GetAb'],
      ['GetAb', 'Getaa'],
    ] as const) {
      const routes = [read(narrow, '/alerts/search'), read(wide, '/alerts/{alertId}')];
      assert.throws(() => registering(...routes), /would be tried first/);
    }
  });

  it('accepts routes that cannot be mistaken, or are tried in the right order', () => {
    const wide = read('GetAlert', '/alerts/{alertId}');
    registering(wide, read('FindAlerts', '/alerts/search'));
    registering(wide, read('SearchAlerts', '/alerts/search', 'DELETE'));
    registering(wide, read('ListComments', '/alerts/{alertId}/comments'), read('ListAlerts', '/alerts'));
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json, JsonObject } from '../../../sandbox/flows/expression/json.ts';
import { compose, find, runsForTest } from './runsForTest.ts';
import { action, call } from './testFlow.ts';

describe('a flow run', () => {
  const { connector, run, runOver } = runsForTest();
  const failing = compose("@int('x')");

  describe('run after', () => {
    it('runs a handler of failures and skips what needed success', async () => {
      const record = await run({
        Try: failing,
        Next: compose('next', { Try: ['Succeeded'] }),
        Catch: compose("@result('Try')", { Try: ['Failed'] }),
        Then: compose("@actions('Try')?['error']?['code']", { Catch: ['Skipped', 'Succeeded', 'Failed'] }),
        Skipped: compose('seen', { Next: ['Skipped'] }),
      });
      assert.equal(find(record, 'Try').error?.code, 'InvalidTemplate');
      assert.match(
        find(record, 'Try').error?.message ?? '',
        /^Unable to process template language expressions in action 'Try' inputs at line '0' and column '0': 'The template language function 'int' was invoked/,
      );
      assert.equal(find(record, 'Next').status, 'Skipped');
      assert.match(
        find(record, 'Next').error?.message ?? '',
        /the 'runAfter' condition for action 'Try' is not satisfied/,
      );
      assert.equal(find(record, 'Then').outputs, 'InvalidTemplate');
      assert.equal(find(record, 'Skipped').status, 'Succeeded');
      assert.equal(record.status, 'Succeeded');
    });

    it('fails the run when a failure has no handler', async () => {
      const record = await run({
        Try: failing,
        Next: compose('next', { Try: ['Succeeded'] }),
        Other: compose('other'),
      });
      assert.equal(record.status, 'Failed');
      assert.equal(record.error?.code, 'ActionFailed');
    });

    it('ends well where the last action was skipped and those before it were well, and tells expressions so', async () => {
      const record = await run({
        Try: compose('fine'),
        Catch: compose('never', { Try: ['Failed'] }),
        Seen: compose("@actions('Catch')?['status']", { Catch: ['Skipped'] }),
        Last: compose('never', { Seen: ['Failed'] }),
      });
      assert.equal(find(record, 'Seen').outputs, 'Skipped');
      assert.equal(find(record, 'Last').status, 'Skipped');
      assert.equal(record.status, 'Succeeded');
    });

    it('waits for all of several actions', async () => {
      const record = await run({
        Last: compose("@concat(outputs('A'), outputs('B'))", { A: ['Succeeded'], B: ['Succeeded'] }),
        A: action('Wait', { inputs: { interval: { unit: 'Hour', count: 1 } } }),
        B: compose('b'),
      });
      assert.equal(find(record, 'Last').status, 'Succeeded');
      assert.equal(find(record, 'Last').outputs, 'b');
    });
  });

  describe('branches', () => {
    const condition = (expression: Json) =>
      action('If', { expression, actions: { Yes: compose('yes') }, else: { actions: { No: compose('no') } } });

    it('takes one side of a condition, written as an expression or as the designer does', async () => {
      const grouped = {
        and: [{ greater: ["@triggerBody()?['count']", 2] }, { not: { equals: ["@triggerBody()?['who']", 'me'] } }],
      };
      const yes = await run({ If: condition(grouped) }, { count: 3, who: 'you' });
      const no = await run({ If: condition("@equals(triggerBody()?['who'], 'me')") }, { who: 'you' });
      assert.deepEqual(
        find(yes, 'If').actions?.map(({ name }) => name),
        ['Yes'],
      );
      assert.deepEqual(
        find(no, 'If').actions?.map(({ name }) => name),
        ['No'],
      );
    });

    it('fails a condition that is not a boolean, or has two operators', async () => {
      const two = await run({ If: condition({ equals: [1, 1], greater: [1, 2] }) });
      assert.match(find(two, 'If').error?.message ?? '', /exactly one operator/);
      const record = await run({ If: condition("@triggerBody()?['who']") }, { who: 'me' });
      assert.match(find(record, 'If').error?.message ?? '', /must be of type 'Boolean'/);
    });

    it('chooses the case that is equal, or the default', async () => {
      const chosen = action('Switch', {
        expression: "@triggerBody()?['severity']",
        cases: {
          High: { case: 'high', actions: { H: compose('h') } },
          Low: { case: 'low', actions: { L: compose('l') } },
        },
        default: { actions: { D: compose('d') } },
      });
      const names = async (severity: string) =>
        find(await run({ S: chosen }, { severity }), 'S').actions?.map(({ name }) => name);
      assert.deepEqual(await names('low'), ['L']);
      assert.deepEqual(await names('odd'), ['D']);
    });

    it('fails a scope with what is inside it, and lets the flow go on from there', async () => {
      const record = await run({
        Scope: action('Scope', { actions: { Fine: compose('fine'), Bad: failing } }),
        Report: action(
          'Query',
          { inputs: { from: "@result('Scope')", where: "@equals(item()?['status'], 'Failed')" } },
          { Scope: ['Failed'] },
        ),
        Inner: compose("@outputs('Fine')", { Scope: ['Failed'] }),
      });
      assert.equal(find(record, 'Scope').error?.code, 'ActionFailed');
      const outputs = JSON.stringify(find(record, 'Report').outputs);
      assert.match(outputs, /"name":"Bad"/);
      assert.doesNotMatch(outputs, /"name":"Fine"/);
      assert.equal(find(record, 'Inner').outputs, 'fine');
      assert.equal(record.status, 'Succeeded');
    });
  });

  describe('loops', () => {
    it('repeats for each item in order, each round with its own results', async () => {
      const record = await run(
        {
          List: action('InitializeVariable', { inputs: { variables: [{ name: 'list', type: 'array' }] } }),
          Each: action(
            'Foreach',
            {
              foreach: "@triggerBody()?['items']",
              actions: {
                Double: compose("@mul(items('Each'), 2)"),
                Add: action(
                  'AppendToArrayVariable',
                  { inputs: { name: 'list', value: "@outputs('Double')" } },
                  { Double: ['Succeeded'] },
                ),
              },
            },
            { List: ['Succeeded'] },
          ),
          Result: compose("@variables('list')", { Each: ['Succeeded'] }),
        },
        { items: [1, 2, 3] },
      );
      assert.deepEqual(find(record, 'Result').outputs, [2, 4, 6]);
      assert.equal(find(record, 'Each').iterations?.length, 3);
    });

    it('tells after a loop how the actions of all its rounds ended, and within one which item it is of', async () => {
      const record = await run({
        Each: action('Foreach', {
          foreach: ['1', 'x'],
          actions: {
            Loop: action('Until', { expression: '@true', actions: { Item: compose('@item()') } }),
            Int: action('Compose', { inputs: '@int(item())' }, { Loop: ['Succeeded'] }),
          },
        }),
        Results: compose("@result('Each')", { Each: ['Failed'] }),
      });
      const results: { name: string; status: string }[] = Object(find(record, 'Results').outputs);
      assert.deepEqual(
        results.map(({ name, status }) => `${name} ${status}`),
        ['Loop Succeeded', 'Int Succeeded', 'Loop Succeeded', 'Int Failed'],
      );
      const [loop] = find(record, 'Each').iterations?.[1] ?? [];
      assert.equal(loop?.iterations?.[0]?.[0]?.outputs, 'x');
    });

    it('runs as many rounds at once as the concurrency control allows', async () => {
      const slow = async (width: number, more: JsonObject = {}): Promise<number> => {
        let open = 0;
        let most = 0;
        const watched: typeof fetch = async (input, init) => {
          open += 1;
          most = Math.max(most, open);
          await new Promise((resolve) => setImmediate(resolve));
          const response = await fetch(input, init);
          open -= 1;
          return response;
        };
        await runOver(watched, {
          Each: action('Foreach', {
            foreach: '@range(0, 6)',
            runtimeConfiguration: { concurrency: { repetitions: width } },
            ...more,
            actions: {
              Post: action('OpenApiConnection', { inputs: call('PostMessage', { 'body/text': '@{item()}' }) }),
            },
          }),
        });
        return most;
      };
      assert.equal(await slow(1), 1);
      assert.equal(await slow(3), 3);
      assert.equal(await slow(3, { operationOptions: 'Sequential' }), 1);
      assert.equal(connector().requests.length, 18);
    });

    it('fails a loop over what is no array, and one whose round failed', async () => {
      const none = await run({ Each: action('Foreach', { foreach: "@triggerBody()?['none']", actions: {} }) });
      assert.match(find(none, 'Each').error?.message ?? '', /is of type 'Null'\. The result must be a valid array\./);
      const bad = await run({
        Each: action('Foreach', { foreach: ['1', 'x', '3'], actions: { Int: compose('@int(item())') } }),
      });
      assert.equal(find(bad, 'Each').status, 'Failed');
      assert.deepEqual(
        find(bad, 'Each')
          .iterations?.flat()
          .map(({ status }) => status),
        ['Succeeded', 'Failed', 'Succeeded'],
      );
    });

    it('repeats until the condition holds', async () => {
      const record = await run({
        Count: action('InitializeVariable', { inputs: { variables: [{ name: 'n', type: 'integer' }] } }),
        Loop: action(
          'Until',
          {
            expression: "@equals(variables('n'), 4)",
            limit: { count: 10, timeout: 'PT1H' },
            actions: { Up: action('IncrementVariable', { inputs: { name: 'n', value: 2 } }) },
          },
          { Count: ['Succeeded'] },
        ),
        After: compose("@body('Up')?['value']", { Loop: ['Succeeded'] }),
      });
      assert.equal(find(record, 'Loop').iterations?.length, 2);
      assert.equal(find(record, 'After').outputs, 4);
    });

    it('stops a loop at its time', async () => {
      const half = action('Wait', { inputs: { interval: { unit: 'Minute', count: 30 } } });
      const limit = { count: 1_000, timeout: 'PT1H' };
      const record = await run({ Loop: action('Until', { expression: '@false', limit, actions: { Half: half } }) });
      assert.equal(find(record, 'Loop').status, 'Succeeded');
      assert.ok((find(record, 'Loop').iterations?.length ?? 0) < 100);
    });

    it('fails a loop whose last round failed', async () => {
      const record = await run({ Loop: action('Until', { expression: '@true', actions: { Int: failing } }) });
      assert.equal(find(record, 'Loop').status, 'Failed');
    });

    it('stops a loop at its count, 60 unless it says another, and fails it only when told to', async () => {
      const loop = (more: JsonObject) =>
        action('Until', { expression: '@false', limit: { count: 3 }, actions: { X: compose('x') }, ...more });
      assert.equal(find(await run({ Loop: loop({ limit: {} }) }), 'Loop').iterations?.length, 60);
      const quiet = find(await run({ Loop: loop({}) }), 'Loop');
      assert.equal(quiet.status, 'Succeeded');
      assert.equal(quiet.iterations?.length, 3);
      const loud = find(await run({ Loop: loop({ operationOptions: 'FailWhenLimitsReached' }) }), 'Loop');
      assert.equal(loud.status, 'Failed');
    });
  });

  it('leaves nothing running in the history when the runner itself has a fault', async () => {
    const faulty = () => Promise.reject(new RangeError('A fault of the runner'));
    const post = action('OpenApiConnection', { inputs: call('PostMessage', { 'body/text': 'x' }) });
    const { error, actions } = await runOver(faulty, { Around: action('Scope', { actions: { Post: post } }) });
    assert.equal(error?.code, 'RunnerFault');
    const [around] = actions;
    for (const ended of [around, around?.actions?.[0]])
      assert.deepEqual([ended?.status, ended?.code, typeof ended?.endTime], ['Failed', 'RunnerFault', 'string']);
  });

  describe('variables and data', () => {
    const variable = (name: string, type: string, value: Json) =>
      action('InitializeVariable', { inputs: { variables: [{ name, type, value }] } });

    it('sets, counts and appends', async () => {
      const record = await run(
        {
          S: variable('s', 'string', 'a'),
          N: variable('n', 'float', 1.5),
          Add: action(
            'AppendToStringVariable',
            { inputs: { name: 's', value: "@triggerBody()?['x']" } },
            { S: ['Succeeded'] },
          ),
          Down: action('DecrementVariable', { inputs: { name: 'n' } }, { N: ['Succeeded'] }),
          Loud: compose("@concat(variables('s'), '!')", { Add: ['Succeeded'] }),
          Set: action('SetVariable', { inputs: { name: 's', value: "@outputs('Loud')" } }, { Loud: ['Succeeded'] }),
          Out: compose("@createArray(variables('s'), variables('n'))", { Set: ['Succeeded'], Down: ['Succeeded'] }),
        },
        { x: 'b' },
      );
      assert.deepEqual(find(record, 'Out').outputs, ['ab!', 0.5]);
    });

    it('takes null for nothing else', async () => {
      const record = await run({
        A: variable('a', 'array', []),
        N: variable('n', 'integer', 1),
        Add: action('AppendToArrayVariable', { inputs: { name: 'a', value: null } }, { A: ['Succeeded'] }),
        Set: action('SetVariable', { inputs: { name: 'n', value: null } }, { N: ['Succeeded'] }),
        Up: action('IncrementVariable', { inputs: { name: 'n', value: null } }, { N: ['Succeeded'] }),
        Out: compose("@variables('a')", { Add: ['Succeeded'] }),
      });
      assert.deepEqual(find(record, 'Out').outputs, [null]);
      for (const name of ['Set', 'Up']) assert.match(find(record, name).error?.message ?? '', /type 'Null'/);
    });

    it('appends objects to a string as JSON, and nothing for nothing', async () => {
      const add = (value: Json, after: string) =>
        action('AppendToStringVariable', { inputs: { name: 's', value } }, { [after]: ['Succeeded'] });
      const record = await run({
        S: variable('s', 'string', 'a'),
        Object: add({ b: 1 }, 'S'),
        Null: add("@triggerBody()?['none']", 'Object'),
        Out: compose("@variables('s')", { Null: ['Succeeded'] }),
      });
      assert.equal(find(record, 'Out').outputs, 'a{"b":1}');
    });

    it('refuses a value of another type than the variable’s', async () => {
      const record = await run({
        N: variable('n', 'integer', 1),
        Set: action('SetVariable', { inputs: { name: 'n', value: 'one' } }, { N: ['Succeeded'] }),
      });
      assert.match(
        find(record, 'Set').error?.message ?? '',
        /The variable 'n' of type 'Integer' cannot be initialized or updated with value of type 'String'/,
      );
    });

    it('selects, filters and joins', async () => {
      const record = await run(
        {
          Filter: action('Query', {
            inputs: { from: "@triggerBody()?['alerts']", where: "@equals(item()?['severity'], 'high')" },
          }),
          Titles: action(
            'Select',
            { inputs: { from: "@body('Filter')", select: { title: "@item()?['title']" } } },
            { Filter: ['Succeeded'] },
          ),
          Names: action(
            'Select',
            { inputs: { from: "@body('Titles')", select: "@item()?['title']" } },
            { Titles: ['Succeeded'] },
          ),
          Text: action('Join', { inputs: { from: "@body('Names')", joinWith: '; ' } }, { Names: ['Succeeded'] }),
        },
        {
          alerts: [
            { title: 'A', severity: 'high' },
            { title: 'B', severity: 'low' },
            { title: 'C', severity: 'high' },
          ],
        },
      );
      assert.deepEqual(find(record, 'Titles').outputs, { body: [{ title: 'A' }, { title: 'C' }] });
      assert.deepEqual(find(record, 'Text').outputs, { body: 'A; C' });
    });

    it('parses JSON by its schema', async () => {
      const schema = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };
      const parse = (content: Json) => action('ParseJson', { inputs: { content, schema } });
      const fine = await run({
        Parse: parse('{"id": 7}'),
        Id: compose("@body('Parse')?['id']", { Parse: ['Succeeded'] }),
      });
      assert.equal(find(fine, 'Id').outputs, 7);
      const wrong = find(await run({ Parse: parse({ id: 'x' }) }), 'Parse');
      assert.equal(wrong.error?.code, 'ValidationFailed');
      assert.match(wrong.error?.message ?? '', /\/id must be integer/);
      assert.equal(find(await run({ Parse: parse('{') }), 'Parse').error?.code, 'InvalidJSON');
      const nothing = action('ParseJson', { inputs: { content: "@triggerBody()?['none']", schema: {} } });
      assert.match(find(await run({ Parse: nothing }), 'Parse').error?.message ?? '', /The content is null/);
    });

    it('does not wait for less than no time', async () => {
      const record = await run({ Wait: action('Wait', { inputs: { interval: { unit: 'Minute', count: -1 } } }) });
      assert.match(find(record, 'Wait').error?.message ?? '', /needs a count and a unit/);
    });

    it('waits until a moment that has passed without waiting', async () => {
      const record = await run({
        Wait: action('Wait', { inputs: { until: { timestamp: '@addDays(utcNow(), -1)' } } }),
      });
      assert.equal(find(record, 'Wait').status, 'Succeeded');
      assert.deepEqual(find(record, 'Wait').inputs, { waitSeconds: 0 });
    });
  });

  describe('terminate', () => {
    it('ends the run from inside a branch with its own status and error', async () => {
      const record = await run({
        If: action('If', {
          expression: '@true',
          actions: {
            Stop: action('Terminate', {
              inputs: { runStatus: 'Failed', runError: { code: 'Mine', message: '@{1}!' } },
            }),
          },
        }),
        Next: compose('never', { If: ['Succeeded', 'Failed', 'Skipped', 'TimedOut'] }),
        Slow: action('Wait', { inputs: { interval: { unit: 'Month', count: 12 } } }),
      });
      assert.equal(record.status, 'Failed');
      assert.deepEqual(record.error, { code: 'Mine', message: '1!' });
      assert.equal(
        record.actions.some(({ name }) => name === 'Next'),
        false,
      );
      assert.equal(find(record, 'Slow').status, 'Cancelled');
    });

    for (const runStatus of ['Succeeded', 'Cancelled']) {
      it(`ends the run as ${runStatus}`, async () => {
        const record = await run({ Stop: action('Terminate', { inputs: { runStatus } }) });
        assert.equal(record.status, runStatus);
        assert.equal(find(record, 'Stop').status, 'Succeeded');
      });
    }
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../../sandbox/flows/expression/json.ts';
import type { RunRecord } from '../../../sandbox/flows/runRecord.ts';
import { SecretRedactor } from '../../../sandbox/flows/secretRedactor.ts';

const startTime = '2026-11-22T12:00:00Z';
const action = (name: string, outputs: Json) =>
  ({ name, type: 'Compose', status: 'Succeeded', startTime, outputs }) as const;
const runOf = (...actions: RunRecord['actions']): RunRecord => ({
  ...{ id: 'run', flowName: 'Flow', status: 'Succeeded', startTime, actions },
  trigger: { name: 'When', status: 'Succeeded', code: 'OK', startTime },
});
/** What a run shows of something in the outputs of one of its actions. */
const shown = (outputs: Json, ...secrets: readonly string[]): unknown => {
  const redactor = new SecretRedactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor.run(runOf(action('Say', outputs))).actions[0]?.outputs;
};

test('hides what headers of that name hold, whatever it is', () => {
  assert.deepEqual(
    shown({ Authorization: 'Basic eDp5', 'set-cookie': ['a=1'], 'X-Functions-Key': 'k', accept: 'a/b' }),
    {
      Authorization: '[hidden]',
      'set-cookie': '[hidden]',
      'X-Functions-Key': '[hidden]',
      accept: 'a/b',
    },
  );
});

test('hides signatures in addresses and bearer tokens in texts, of this flow or another', () => {
  assert.equal(
    shown('see https://example.com/a?sp=1&sig=abc%2Fdef&x=1 and ?SIG=b'),
    'see https://example.com/a?sp=1&sig=[hidden]&x=1 and ?SIG=[hidden]',
  );
  assert.equal(shown('it sent Bearer eyJ.a-b_c.d= to it'), 'it sent Bearer [hidden] to it');
});

test('hides the secrets that it is told of, as names and within texts, and none that is short', () => {
  assert.deepEqual(shown({ 'the secret-1 of it': ['secret-1!'], pass: 'word' }, 'secret-1', 'word'), {
    'the [hidden] of it': ['[hidden]!'],
    pass: 'word',
  });
});

test('looks into scopes and rounds of loops, and shows nothing of what a flow declares secure', () => {
  const redactor = new SecretRedactor();
  redactor.add('secret-1');
  const inner = action('Inner', 'secret-1');
  const run = redactor.run(
    runOf(
      { ...action('Scope', null), actions: [inner] },
      { ...action('Each', null), iterations: [[inner]] },
      { ...action('Secure', 'anything'), inputs: 'anything else', secured: ['outputs'] },
    ),
  );
  const [scope, each, secure] = run.actions;
  assert.equal(scope?.actions?.[0]?.outputs, '[hidden]');
  assert.equal(each?.iterations?.[0]?.[0]?.outputs, '[hidden]');
  assert.deepEqual(
    [secure?.inputs, secure?.outputs],
    ['anything else', 'Content not shown due to security configuration.'],
  );
});

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { checkDeclarations } from '../../connector/checkDeclarations.ts';
import { type Declaration, findDeclarations } from '../../connector/findDeclarations.ts';
import { listAlerts, updateAlert } from './sampleOperations.ts';
import { pollActivityFeed } from './sampleTimer.ts';

const files: Readonly<Record<string, string>> = {
  'functions/index.ts': 'export const operations = [{ operationId: "A", handler: () => {} }];',
  'functions/alerts/alert.ts':
    'export const alert = { type: "object", properties: {} }; export const toAlert = () => 1;',
  'functions/alerts/updateAlert.ts': 'export const updateAlert = { operationId: "UpdateAlert", handler: () => {} };',
  'functions/alerts/deep/pollAlerts.ts':
    'export const pollAlerts = { name: "PollAlerts", schedule: "S", run: () => {} };',
  'functions/subscriptions/deliver.ts': 'export const deliver = { queue: "hints", message: {}, run: () => {} };',
};

suite('the declarations in feature folders', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'declarations-'));
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    }
  });
  after(() => rm(root, { recursive: true }));

  test('are found by what they are, at any depth, and not in the table of contents itself', async () => {
    const found = await findDeclarations(root);
    assert.deepEqual(
      found.map(({ kind, exportName, file, folder }) => ({ kind, exportName, file, folder })),
      [
        { kind: 'timer', exportName: 'pollAlerts', file: 'functions/alerts/deep/pollAlerts.ts', folder: 'alerts' },
        { kind: 'operation', exportName: 'updateAlert', file: 'functions/alerts/updateAlert.ts', folder: 'alerts' },
        {
          kind: 'queue consumer',
          exportName: 'deliver',
          file: 'functions/subscriptions/deliver.ts',
          folder: 'subscriptions',
        },
      ],
    );
  });

  test('are the very values that other modules import', async () => {
    const [, found] = await findDeclarations(root);
    const imported = await import(join(root, 'functions/alerts/updateAlert.ts'));
    assert.equal(found?.value, imported.updateAlert);
  });
});

const declare = (kind: Declaration['kind'], exportName: string, value: unknown): Declaration => ({
  ...{ kind, value, exportName, folder: 'alerts' },
  file: `functions/alerts/${exportName}.ts`,
});
const update = declare('operation', 'updateAlert', updateAlert);
const poll = declare('timer', 'pollActivityFeed', pollActivityFeed);
const deliver = declare('queue consumer', 'deliver', {});
const empty = { operations: [], timers: [], queueConsumers: [] };
const everything = (): boolean => true;

test('finds no fault where all is listed, declared and tested', () => {
  const contents = { operations: [updateAlert], timers: [pollActivityFeed], queueConsumers: [] };
  assert.deepEqual(checkDeclarations(contents, [update, poll], everything), []);
});

test('names what the table of contents lacks, and the list that it belongs in', () => {
  assert.deepEqual(checkDeclarations(empty, [update, poll, deliver], everything), [
    'functions/alerts/updateAlert.ts: the operation updateAlert is missing from functions/index.ts; add it to operations, or stop exporting it',
    'functions/alerts/pollActivityFeed.ts: the timer pollActivityFeed is missing from functions/index.ts; add it to timers, or stop exporting it',
    'functions/alerts/deliver.ts: the queue consumer deliver is missing from functions/index.ts; add it to queueConsumers, or stop exporting it',
  ]);
});

test('does not take a copy for the declared operation', () => {
  const contents = { ...empty, operations: [{ ...updateAlert }] };
  assert.equal(checkDeclarations(contents, [update], everything).length, 2);
});

test('names a listed operation that no feature folder declares', () => {
  assert.deepEqual(checkDeclarations({ ...empty, operations: [listAlerts] }, [], everything), [
    'functions/index.ts: ListAlerts comes from no file of a feature folder; declare it in functions/<feature>/<operation>.ts and export it',
  ]);
});

test('asks for a test of an operation, of the same name in the folder of the same name', () => {
  const contents = { ...empty, operations: [updateAlert], timers: [pollActivityFeed] };
  assert.deepEqual(
    checkDeclarations(contents, [update, poll], () => false),
    ['functions/alerts/updateAlert.ts: the operation has no test; write test/alerts/updateAlert.test.ts'],
  );
  const isTested = (file: string): boolean => file === 'test/alerts/updateAlert.test.ts';
  assert.deepEqual(checkDeclarations(contents, [update, poll], isTested), []);
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';

const root = join(import.meta.dirname, '..');

interface Outcome {
  readonly passes: boolean;
  readonly faults: readonly string[];
}

const indexFile = 'functions/index.ts';
const operationFile = 'functions/trial/tellTime.ts';
const testFile = 'test/trial/tellTime.test.ts';
const swaggerFile = 'connector/apiDefinition.swagger.json';
const docsFile = 'docs/operations.md';
const biomeFile = 'biome.json';

const operationText = `import { operation } from '../runtime/operation.ts';

export const tellTime = operation({
  operationId: 'TellTime',
  method: 'GET',
  path: '/trial/time',
  summary: 'Tell time',
  description: 'Answers the time of the back end, in UTC.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: {},
  parameters: {},
  responses: {
    200: {
      description: 'The time.',
      schema: {
        type: 'object',
        properties: {
          time: { type: 'string', format: 'date-time', 'x-ms-summary': 'Time', description: 'The time, in UTC.' },
        },
        required: ['time'],
      },
    },
  },
  example: { reply: { status: 200, body: { time: '2026-11-22T09:30:00Z' } } },
  handler: async () => ({ status: 200, body: { time: new Date().toISOString() } }),
});
`;

describe('adding an operation', () => {
  let copy: string;
  let earlier: Readonly<Record<string, string>>;

  const read = (file: string) => readFile(join(copy, file), 'utf8');
  const readAll = async (...files: readonly string[]): Promise<Record<string, string>> =>
    Object.fromEntries(await Promise.all(files.map(async (file) => [file, await read(file)])));
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await writeFile(join(copy, file), text);
  };

  const generate = (...flags: readonly string[]) =>
    new Promise<Outcome>((resolve) => {
      execFile(process.execPath, ['connector/generate.ts', ...flags], { cwd: copy }, (error, _stdout, stderr) => {
        resolve({ passes: error === null, faults: stderr.split('\n').filter((line) => line !== '') });
      });
    });

  /** What the check says while parts of the addition are as they were before, or are missing. */
  const checkWithout = async (...files: readonly string[]): Promise<Outcome> => {
    const added = await readAll(...files);
    for (const file of files) {
      const before = earlier[file];
      await (before === undefined ? rm(join(copy, file)) : write(file, before));
    }
    const outcome = await generate('--check');
    for (const [file, text] of Object.entries(added)) await write(file, text);
    return outcome;
  };

  before(async () => {
    copy = await mkdtemp(join(tmpdir(), 'trial-'));
    for (const part of ['functions', 'connector', 'docs', 'test', 'package.json', biomeFile]) {
      await cp(join(root, part), join(copy, part), { recursive: true });
    }
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    earlier = await readAll(indexFile, swaggerFile, docsFile, biomeFile);

    await write(operationFile, operationText);
    await write(testFile, '// The check looks for the file; what stands in it is for the test runner.\n');
    const listed = earlier[indexFile]?.replace('export const operations = [', '$&tellTime,');
    await write(indexFile, `import { tellTime } from './trial/tellTime.ts';\n${listed}`);
    // The folder is a new feature, among the others wherever they are named.
    const layered = earlier[biomeFile]?.replaceAll(/"(functions|\*\*)\/groups\/\*\*"/g, '$&, "$1/trial/**"');
    await write(biomeFile, layered ?? '');
    assert.deepEqual(await generate(), { passes: true, faults: [] });
  });
  after(() => rm(copy, { recursive: true }));

  test('passes with its file, its line, its test and what "npm run generate" writes', async () => {
    assert.deepEqual(await generate('--check'), { passes: true, faults: [] });
    assert.match(await read(swaggerFile), /"operationId": "TellTime"/);
    assert.match(await read(docsFile), /`TellTime`/);
  });

  test('asks for the line', async () => {
    const { passes, faults } = await checkWithout(indexFile);
    assert.equal(passes, false);
    assert.ok(
      faults.includes(
        `${operationFile}: the operation tellTime is missing from functions/index.ts; add it to operations, or stop exporting it`,
      ),
      faults.join('\n'),
    );
  });

  test('asks for the test, by the name that it must have', async () => {
    const fault = `${operationFile}: the operation has no test; write ${testFile}`;
    assert.deepEqual(await checkWithout(testFile), { passes: false, faults: [fault] });
  });

  test('asks for what is written by a command to be written anew, and says by which', async () => {
    const faults = [swaggerFile, docsFile].map((file) => `${file} is stale; run "npm run generate" and commit it`);
    assert.deepEqual(await checkWithout(swaggerFile, docsFile), { passes: false, faults });
  });

  test('asks for a new folder to be put into a layer of imports', async () => {
    const fault = 'functions/trial: biome.json does not know the folder; add "functions/trial/**" to its layer';
    assert.deepEqual(await checkWithout(biomeFile), { passes: false, faults: [fault] });
  });
});

import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { sharedStorage } from '../azurite.ts';
import { sharedCertificates } from '../certificatesForTest.ts';
import { bundledApp } from '../hostCommand.ts';
import { bundleApp } from './bundleApp.ts';
import { groupModule } from './groupModule.ts';
import { shareProcesses } from './shareProcesses.ts';
import { shareStorage } from './shareStorage.ts';

// npm test: runs all test files, or those of the patterns that are given.

const root = join(import.meta.dirname, '../..');
// On two cores: half of what the longer ones do is to wait.
const concurrency = 5;
// Of one test, or of a file's suite in a group; a machine that does other work as well is slow.
const timeoutMs = 300_000;

// Each in a process of its own, and they begin first, so that none of them runs on alone at the end.
const longest = [
  'test/sandbox/start.test.ts',
  'test/sandbox/startAfterCrash.test.ts',
  'test/sandbox/teamsPage.browser.test.ts',
  'test/faults/smoke.test.ts',
  'test/connector/flows/onAlerts.test.ts',
  'test/connector/flows/onActivity.test.ts',
  'test/operationReplies.test.ts',
  'test/doors/doors.test.ts',
  'test/faults/hostileAlerts.test.ts',
  'test/faults/twoHosts.test.ts',
];

const [pattern = 'test/**/*.test.ts', ...patterns] = process.argv.slice(2);
const found = globSync([pattern, ...patterns], { cwd: root })
  .map((file) => file.replaceAll(sep, '/'))
  .sort();
if (found.length === 0) {
  console.error(`No test file matches ${[pattern, ...patterns].join(' or ')}.`);
  process.exit(1);
}
const { long = [], others = [] } = Object.groupBy(found, (file) => (longest.includes(file) ? 'long' : 'others'));
const groups = [...long.map((file) => [file]), ...shareProcesses(root, others)];

const directory = await mkdtemp(join(tmpdir(), 'test-run-'));
const files = await Promise.all(groups.map((group) => groupModule(directory, root, group)));

// Hundreds of processes load the same code: each compiles only what none did before.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/node');
const [storage, app] = await Promise.all([
  // One would be enough, were it not for what tests that run at the same time ask of it.
  shareStorage(root, groups, concurrency),
  bundleApp(root, join(directory, 'app')),
]);
process.env[sharedStorage] = JSON.stringify(storage.ports);
process.env[bundledApp] = app;
process.env[sharedCertificates] = join(directory, 'certificates');

const events = run({ files, concurrency, timeout: timeoutMs, cwd: root });
events.on('test:summary', ({ file, success }) => {
  if (file === undefined && !success) process.exitCode = 1;
});
events.once('end', async () => {
  await storage.close();
  await rm(directory, { recursive: true });
});
events.compose(spec).pipe(process.stdout);

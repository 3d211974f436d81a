import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { graphUses } from '../../../connector/metadata/graphUses.ts';
import { type Serving, serve } from '../../../sandbox/serve.ts';
import { bareEnvironment } from '../../bareEnvironment.ts';
import { csdl } from './csdl.ts';
import { metadataOf } from './metadataOf.ts';

const root = join(import.meta.dirname, '../../..');

let answers: Readonly<Record<string, string>> = {};
let asked: (string | undefined)[] = [];
let graph: Serving;
before(async () => {
  graph = await serve({
    listener({ url, headers }, response) {
      asked.push(headers.authorization);
      const text = answers[url ?? ''];
      response.writeHead(text === undefined ? 503 : 200, { 'content-type': 'application/xml' }).end(text);
    },
  });
});
after(() => graph.close());

const drift = (origin = graph.origin) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const environment = { ...bareEnvironment, GRAPH_BASE_URL: origin };
    execFile(process.execPath, ['connector/drift.ts'], { cwd: root, env: environment }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });

test('ends well when Graph has all that is used, and asks without a token', async () => {
  const metadata = metadataOf(await graphUses(root));
  answers = { '/v1.0/$metadata': metadata('v1.0'), '/beta/$metadata': metadata('beta') };
  asked = [];
  const { code, stdout, stderr } = await drift();
  assert.deepEqual([code, stderr], [0, ''], stdout);
  assert.match(stdout, /^Compared \d+ paths, \d+ properties and \d+ members of \d+ enumerations/);
  assert.match(stdout, /v1\.0: no drift\.\nbeta: no drift\./);
  assert.deepEqual(asked, [undefined, undefined]);
});

test('lists what Graph does not have, with where it is used, and fails', async () => {
  answers = { '/v1.0/$metadata': csdl(), '/beta/$metadata': csdl() };
  const { code, stdout } = await drift();
  assert.equal(code, 1);
  assert.match(stdout, /\/me\/joinedTeams: there is no me \(functions\/teams\/teamsOfGraph\.ts\)/);
  assert.match(
    stdout,
    /microsoft\.graph\.security\.alert: there is no property alertWebUrl \(functions\/alerts\/toAlert\.ts\)/,
  );
  assert.match(stdout, /beta: \d+ that Graph does not have:\n {2}\/security\/dataSecurityAndGovernance\/policyFiles/);
});

test('tells when a beta path has come to v1.0', async () => {
  const metadata = metadataOf(await graphUses(root));
  answers = { '/v1.0/$metadata': metadata('beta'), '/beta/$metadata': metadata('beta') };
  const { code, stdout } = await drift();
  assert.equal(code, 0);
  assert.match(stdout, /policyFiles: v1\.0 has it now; write it with graphPath, and drop the setting\./);
});

test('says with a code of its own that nothing could be compared', async () => {
  answers = { '/v1.0/$metadata': '<html></html>', '/beta/$metadata': csdl() };
  const none = await drift();
  assert.equal(none.code, 2);
  assert.match(none.stderr, /could not be read: This is not the metadata/);
  answers = {};
  assert.match((await drift()).stderr, /answered 503/);
});

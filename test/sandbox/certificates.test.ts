import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { type Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { certificates } from '../../sandbox/certificates.ts';
import { serve } from '../../sandbox/serve.ts';

const dayMs = 24 * 60 * 60 * 1000;
let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'certificates-'));
});
after(() => rm(root, { recursive: true }));

function fetchText(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options: { ca: string; agent: Agent | false } = { ca, agent: false };
    request(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}

test('makes a certificate that clients of its authority accept for localhost and both loopback addresses', async (t) => {
  const made = await certificates(join(root, 'names'));
  const server = await serve({
    listener: (_request, response) => response.end('hello'),
    tls: { key: made.keyPem, cert: made.certificatePem },
  });
  t.after(() => server.close());
  assert.equal(await fetchText(server.origin, made.caPem), 'hello');
  assert.equal(await fetchText(`https://127.0.0.1:${server.port}`, made.caPem), 'hello');
  assert.equal(new X509Certificate(made.certificatePem).checkIP('::1'), '::1');
});

test('is not accepted by a client that trusts another authority', async (t) => {
  const [made, other] = await Promise.all([certificates(join(root, 'mine')), certificates(join(root, 'other'))]);
  const server = await serve({
    listener: (_request, response) => response.end('hello'),
    tls: { key: made.keyPem, cert: made.certificatePem },
  });
  t.after(() => server.close());
  await assert.rejects(fetchText(server.origin, other.caPem), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
});

test('keeps the same set from start to start, its key readable by its owner only', async () => {
  const directory = join(root, 'kept');
  const first = await certificates(directory);
  assert.deepEqual(await certificates(directory), first);
  const keyFile = join(dirname(first.caFile), 'key.pem');
  assert.equal((await stat(keyFile)).mode & 0o777, 0o600);
});

test('makes a new set two weeks before the old one expires', async () => {
  const directory = join(root, 'renewed');
  const issuedAt = Date.now();
  const first = await certificates(directory, new Date(issuedAt));
  assert.deepEqual(await certificates(directory, new Date(issuedAt + 75 * dayMs)), first);
  const second = await certificates(directory, new Date(issuedAt + 77 * dayMs));
  assert.notEqual(second.caPem, first.caPem);
  assert.notEqual(second.caFile, first.caFile);
});

test('makes a new set when a file of the old one is damaged', async () => {
  const directory = join(root, 'damaged');
  const first = await certificates(directory);
  await truncate(join(dirname(first.caFile), 'key.pem'), 20);
  const second = await certificates(directory);
  assert.notEqual(second.keyPem, first.keyPem);
  assert.deepEqual(await certificates(directory), second);
});

test('gives one and the same set to callers that start at once, and leaves no drafts', async () => {
  const directory = join(root, 'racing');
  const sets = await Promise.all(Array.from({ length: 6 }, () => certificates(directory)));
  assert.equal(new Set(sets.map((set) => set.keyPem)).size, 1);
  assert.equal(new Set(sets.map((set) => set.caFile)).size, 1);
  assert.deepEqual(await readdir(directory), ['1']);
});

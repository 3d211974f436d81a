import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Problem } from '../../functions/runtime/problem.ts';
import { readRequestBody } from '../../functions/runtime/requestBody.ts';
import { requestOf } from './invoke.ts';

const limitBytes = 1_048_576;
const json = { 'content-type': 'application/json' };

const read = (body: string | Uint8Array, headers: Record<string, string> = json) =>
  readRequestBody(requestOf({ body, headers }), limitBytes);

const refusal = (status: number, detail: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Problem, String(error));
  assert.equal(error.status, status);
  assert.match(error.message, detail);
  return true;
};

describe('readRequestBody', () => {
  it('reads JSON in UTF-8, whatever the capitals and parameters of its media type', async () => {
    const headers = { 'content-type': 'Application/JSON; charset="UTF-8"; odata=minimal' };
    assert.deepEqual(await read('{"name":"Müller"}', headers), { name: 'Müller' });
  });

  it('takes no body for an empty object, without a media type', async () => {
    assert.deepEqual(await readRequestBody(requestOf(), limitBytes), {});
  });

  it('refuses a chunked body, of which the host passes nothing on', async () => {
    const chunked = requestOf({ headers: { ...json, 'transfer-encoding': 'chunked' } });
    await assert.rejects(readRequestBody(chunked, limitBytes), refusal(400, /Content-Length/));
  });

  it('takes as many bytes as are allowed, and as many objects beside one another', async () => {
    assert.equal(await read(`"${'x'.repeat(limitBytes - 2)}"`), 'x'.repeat(limitBytes - 2));
    assert.deepEqual(await read(`[${'{},'.repeat(99)}{}]`), Array(100).fill({}));
  });

  it('leaves brackets, quotes and commas within texts alone', async () => {
    const value = { text: `${'['.repeat(100)}"\\${','.repeat(20_000)}` };
    assert.deepEqual(await read(JSON.stringify(value)), value);
  });

  const bad: readonly [
    title: string,
    body: string | Uint8Array,
    status: number,
    detail: RegExp,
    headers?: Record<string, string>,
  ][] = [
    ['no media type', '{}', 415, /application\/json/, {}],
    ['a form', 'a=1', 415, /application\/json/, { 'content-type': 'application/x-www-form-urlencoded' }],
    [
      'a media type that only begins like JSON',
      '{}',
      415,
      /application\/json/,
      { 'content-type': 'application/jsonp' },
    ],
    ['another charset', '{}', 415, /UTF-8/, { 'content-type': 'application/json; charset=utf-16' }],
    ['gzip', gzipSync('{}'), 415, /Content-Encoding/, { ...json, 'content-encoding': 'gzip' }],
    ['more bytes than allowed', `"${'x'.repeat(2 * limitBytes)}"`, 413, /at most 1048576 bytes/],
    ['a length that says too much', '{}', 413, /1048576/, { ...json, 'content-length': String(limitBytes + 1) }],
    ['a list nested 200,000 deep', '['.repeat(200_000), 400, /nested more than 32/],
    ['objects nested 33 deep', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, 400, /nested more than 32/],
    [
      'very many fields',
      JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [i, i]))),
      400,
      /10000 fields/,
    ],
    ['very many empty lists', `[${'[],'.repeat(9_000)}[]]`, 400, /10000 fields/],
    ['faulty JSON', '{"a":1,}', 400, /valid JSON/],
    ['a lone byte order mark', Buffer.from([0xef, 0xbb, 0xbf]), 400, /valid JSON/],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 400, /UTF-8/],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le'), 400, /valid JSON/],
    ['__proto__', '{"a":{"__proto__":{"admin":true}}}', 400, /__proto__/],
    ['half a surrogate pair', '{"a":["\\ud800x"]}', 400, /^a\[0\]: .*surrogate/],
    ['half a surrogate pair in a name', '{"\\udc00":1}', 400, /surrogate/],
    ['an escaped __proto__', '{"\\u005f_proto__":{"admin":true}}', 400, /__proto__/],
    ['constructor.prototype', '{"constructor":{"prototype":{"admin":true}}}', 400, /constructor\.prototype/],
  ];
  for (const [title, body, status, detail, headers] of bad) {
    it(`refuses ${title} with ${status}`, async () => {
      await assert.rejects(read(body, headers), refusal(status, detail));
      assert.equal('admin' in {}, false);
    });
  }

  it('stops reading an endless body at the limit', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    await assert.rejects(
      readRequestBody({ headers: new Headers(json), body: endless }, limitBytes),
      refusal(413, /at most/),
    );
    assert.ok(sent <= limitBytes + 3 * 65_536, `${sent} bytes were read`);
  });
});

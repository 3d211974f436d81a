import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { before, describe, test } from 'node:test';
import { Secret } from '../../functions/runtime/secret.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import { deleteRows } from '../../functions/storage/deleteRows.ts';
import { limits } from '../../functions/storage/limits.ts';
import { asciiJson, joinJson, splitJson } from '../../functions/storage/longJson.ts';
import { openQueue } from '../../functions/storage/queue.ts';
import { RowConflict } from '../../functions/storage/rowConflict.ts';
import { type Change, openTable, type Row, type Table } from '../../functions/storage/table.ts';
import { azurite } from '../azurite.ts';
import { storageAway } from '../storageAway.ts';
import { tableForTest } from '../tableForTest.ts';

const conflict = (kind: RowConflict['kind']) => (error: unknown) => error instanceof RowConflict && error.kind === kind;

describe('a table', () => {
  let table: Table;
  before(async () => {
    table = await tableForTest();
  });

  test('is created by its first use, and says what time the service has', async () => {
    const { row, serverTime } = await table.read('p', 'nobody');
    assert.equal(row, undefined);
    assert.ok(Math.abs(serverTime.getTime() - Date.now()) < 60_000);
  });

  test('keeps a row with its values and gives an ETag that a replace needs', async () => {
    const [etag = ''] = await table.commit('p', [{ kind: 'insert', rowKey: 'a', values: { n: 1, s: 'x', b: true } }]);
    const { row } = await table.read('p', 'a');
    assert.deepEqual(row?.values, { n: 1, s: 'x', b: true });
    assert.equal(row?.etag, etag);
    await table.commit('p', [{ kind: 'replace', rowKey: 'a', values: { n: 2 }, etag }]);
    await assert.rejects(
      table.commit('p', [{ kind: 'replace', rowKey: 'a', values: { n: 3 }, etag }]),
      conflict('changed'),
    );
    assert.deepEqual((await table.read('p', 'a')).row?.values, { n: 2 });
  });

  test('refuses a second insert, and a replace of a row that is gone', async () => {
    const [etag = ''] = await table.commit('p', [{ kind: 'insert', rowKey: 'b', values: {} }]);
    await assert.rejects(table.commit('p', [{ kind: 'insert', rowKey: 'b', values: {} }]), conflict('exists'));
    await table.commit('p', [{ kind: 'delete', rowKey: 'b' }]);
    await assert.rejects(table.commit('p', [{ kind: 'replace', rowKey: 'b', values: {}, etag }]), conflict('missing'));
  });

  test('deletes a row with an ETag only while it is as it was read', async () => {
    const [etag = ''] = await table.commit('p', [{ kind: 'insert', rowKey: 'fenced', values: {} }]);
    const [newer = ''] = await table.commit('p', [{ kind: 'put', rowKey: 'fenced', values: { n: 1 } }]);
    await assert.rejects(table.commit('p', [{ kind: 'delete', rowKey: 'fenced', etag }]), conflict('changed'));
    assert.deepEqual((await table.read('p', 'fenced')).row?.values, { n: 1 });
    const other: Change = { kind: 'put', rowKey: 'other', values: {} };
    await assert.rejects(table.commit('p', [{ kind: 'delete', rowKey: 'fenced', etag: newer }, other]), RangeError);
    await table.commit('p', [{ kind: 'delete', rowKey: 'fenced', etag: newer }]);
    assert.equal((await table.read('p', 'fenced')).row, undefined);
  });

  test('commits all changes together or none of them', async () => {
    const etags = await table.commit('q', [
      { kind: 'insert', rowKey: '1', values: { v: 1 } },
      { kind: 'put', rowKey: '2', values: { v: 2 } },
    ]);
    assert.equal(etags.length, 2);
    assert.equal((await table.read('q', '2')).row?.etag, etags[1]);
    await assert.rejects(
      table.commit('q', [
        { kind: 'put', rowKey: '3', values: { v: 3 } },
        { kind: 'replace', rowKey: '1', values: { v: 9 }, etag: 'W/"stale"' },
      ]),
      conflict('changed'),
    );
    assert.equal((await table.read('q', '3')).row, undefined);
  });

  test('lists a range of one partition in the order of the keys, page by page', async () => {
    const changes = Array.from({ length: 30 }, (_, n) => ({
      kind: 'insert' as const,
      rowKey: `e${String(n).padStart(2, '0')}`,
      values: { n, even: n % 2 === 0 },
    }));
    await table.commit('r', changes);
    const pages: (readonly Row[])[] = [];
    const query = { partitionKey: 'r', from: 'e05', before: 'e24', where: 'even eq true', select: ['n'], pageSize: 4 };
    for await (const page of table.list(query)) pages.push(page);
    assert.ok(pages.length > 1);
    assert.deepEqual(
      pages.flat().map(({ values }) => values),
      [6, 8, 10, 12, 14, 16, 18, 20, 22].map((n) => ({ n })),
    );
  });

  test('asks for no more than a key says, whatever is written in it', async () => {
    const partitionKey = "it's' or PartitionKey ne '";
    await table.commit(partitionKey, [{ kind: 'put', rowKey: "o'clock", values: {} }]);
    const found: Row[] = [];
    for await (const page of table.list({ partitionKey, from: "o'", before: "o'd" })) found.push(...page);
    assert.deepEqual(
      found.map(({ rowKey }) => rowKey),
      ["o'clock"],
    );
  });

  test('deletes as many rows as there are, also more than one commit takes', async () => {
    const rowKeys = Array.from({ length: limits.changesPerCommit + 1 }, (_, n) => `d${n}`);
    for (const some of [rowKeys.slice(0, limits.changesPerCommit), rowKeys.slice(limits.changesPerCommit)])
      await table.commit(
        'd',
        some.map((rowKey) => ({ kind: 'put', rowKey, values: {} })),
      );
    await deleteRows(table, 'd', rowKeys);
    for await (const page of table.list({ partitionKey: 'd' })) assert.deepEqual(page, []);
  });

  test('refuses what Azure would refuse although the emulator takes it', async () => {
    const long = 'x'.repeat(limits.textUnits + 1);
    await assert.rejects(table.commit('p', [{ kind: 'put', rowKey: 'l', values: { long } }]), /over 32768/);
    const big = splitJson('body', 'x'.repeat(limits.entityBytes / 2));
    await assert.rejects(table.commit('p', [{ kind: 'put', rowKey: 'l', values: big }]), /over 1 MiB/);
    await assert.rejects(table.commit('p', [{ kind: 'put', rowKey: 'a/b', values: {} }]), /cannot be a row key/);
    const many = Array.from({ length: 101 }, (_, n) => ({ kind: 'put' as const, rowKey: `${n}`, values: {} }));
    await assert.rejects(table.commit('p', many), /100 changes/);
    const wide = Object.fromEntries(Array.from({ length: limits.properties + 1 }, (_, n) => [`v${n}`, n]));
    await assert.rejects(table.commit('p', [{ kind: 'put', rowKey: 'l', values: wide }]), /over 252 properties/);
    const values = splitJson('body', 'x'.repeat(limits.entityBytes / 2 - 1_000));
    const heavy = Array.from({ length: 5 }, (_, n) => ({ kind: 'put' as const, rowKey: `${n}`, values }));
    await assert.rejects(table.commit('p', heavy), /4 MiB/);
    const { connectionString } = await azurite();
    const queue = openQueue({ connectionString: new Secret(connectionString) }, 'none');
    await assert.rejects(queue.send({ text: 'x'.repeat(limits.queueMessageBytes) }), /48 KiB/);
  });

  test('keeps a long text in any script whole', async () => {
    const text = 'ä€😀'.repeat(15_000);
    await table.commit('p', [{ kind: 'put', rowKey: 'long', values: splitJson('body', asciiJson({ text })) }]);
    const { row } = await table.read('p', 'long');
    assert.ok(JSON.parse(joinJson('body', row?.values ?? {})).text === text);
  });

  test('says that storage is away when nobody answers', async () => {
    const away = openTable({ connectionString: new Secret(storageAway) }, 'nowhere');
    await assert.rejects(away.read('p', 'r'), (error) => error instanceof UpstreamError && error.kind === 'away');
  });

  test('says that storage is away when it takes requests and never answers', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = Object(mute.address());
    const connectionString = new Secret(storageAway.replaceAll(':9/', `:${port}/`));
    const table = openTable({ connectionString }, 'mute', { deadlineMs: 200 });
    const queue = openQueue({ connectionString }, 'mute', { deadlineMs: 200 });
    const row = { kind: 'put', values: {} } as const;
    const calls = [
      table.read('p', 'r'),
      table.list({ partitionKey: 'p' })[Symbol.asyncIterator]().next(),
      table.commit('p', [{ ...row, rowKey: '1' }]),
      table.commit('p', [
        { ...row, rowKey: '1' },
        { ...row, rowKey: '2' },
      ]),
      queue.send({}),
    ];
    const isAway = (error: unknown) => error instanceof UpstreamError && error.kind === 'away';
    await Promise.all(calls.map((call) => assert.rejects(call, isAway)));
    mute.closeAllConnections();
    mute.close();
  });

  test('says who must do what when storage refuses the app', async () => {
    const { connectionString } = await azurite();
    const otherKey = connectionString.replace(/(?<=AccountKey=)[^;]+/, Buffer.from('another key').toString('base64'));
    const refused = (error: unknown) => {
      assert.ok(error instanceof UpstreamError);
      assert.equal(error.kind, 'away');
      assert.match(error.message, /refuses the app \(403 .*An administrator must check the connection string/);
      return true;
    };
    const strange = openTable({ connectionString: new Secret(otherKey) }, 'strange');
    await assert.rejects(strange.read('p', 'r'), refused);
    await assert.rejects(strange.commit('p', [{ kind: 'put', rowKey: 'r', values: {} }]), refused);
    await assert.rejects(openQueue({ connectionString: new Secret(otherKey) }, 'strange').send({}), refused);
  });

  test('does not call a request of ours that was wrong an outage', async () => {
    const wrong = table.list({ partitionKey: 'p', where: 'no condition' });
    await assert.rejects(wrong[Symbol.asyncIterator]().next(), { name: 'RestError', statusCode: 400 });
  });
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { BlobServiceClient, type BlockBlobClient, type ContainerClient } from '@azure/storage-blob';
import { azurite } from '../../azurite.ts';
import { until } from '../../until.ts';
import { entriesOf } from './fixture/journal.ts';
import { startFixture } from './startFixture.ts';

let connectionString: string;
let hosts: ContainerClient;
before(async () => {
  ({ connectionString } = await azurite());
  hosts = BlobServiceClient.fromConnectionString(connectionString).getContainerClient('azure-webjobs-hosts');
});

const everySecond = (hostId: string) => ({
  connectionString,
  hostId,
  settings: { FIXTURE_SCHEDULE: '* * * * * *' },
});
async function nextOf(status: BlockBlobClient): Promise<string> {
  const { readableStreamBody } = await status.download();
  assert.ok(readableStreamBody);
  return JSON.parse(await text(readableStreamBody)).Next;
}

const secondOf = (time: number) => Math.floor(time / 1000);

describe('timers', () => {
  test('run once per occurrence when two hosts share the storage account, and go over to the one that is left', async (t) => {
    const hostId = randomUUID();
    const runs = () => entriesOf('everySecond');
    const first = await startFixture('timers', everySecond(hostId));
    t.after(() => first.stop());
    await until('the first host leads', () => runs().length > 0);
    const leader = runs()[0]?.app;
    const second = await startFixture('timers', everySecond(hostId));
    t.after(() => second.stop());
    const alone = runs().length;
    await until('the timer ran twice with both hosts there', () => runs().length >= alone + 2);
    assert.deepEqual(new Set(runs().map(({ app }) => app)), new Set([leader]));

    await first.stop();
    await until('the other host took over', () => runs().some(({ app }) => app !== leader));
    const seconds = runs().map(({ at }) => secondOf(at));
    assert.equal(new Set(seconds).size, seconds.length, 'an occurrence ran twice');
    assert.deepEqual(runs()[0]?.input, { schedule: { adjustForDST: true }, scheduleStatus: null, isPastDue: false });
  });

  test('go on when the clock of the machine is set back', { timeout: 30_000 }, async (t) => {
    const runs = () => entriesOf('everySecond');
    const host = await startFixture('timers', everySecond(randomUUID()));
    t.after(() => host.stop());
    const before = runs().length;
    await until('the timer runs', () => runs().length > before);
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() - 2 * 60 * 60_000 });
    const soFar = runs().length;
    await until('it runs again', () => runs().length >= soFar + 2);
  });

  test('keep their status in storage, and run once at the next start when a run was missed', async (t) => {
    const hostId = randomUUID();
    const status = hosts.getBlockBlobClient(`timers/${hostId}/yearly/status`);
    const options = { connectionString, hostId };
    const first = await startFixture('monitoredTimers', options);
    t.after(() => first.stop());
    await until('the status is kept', () => status.exists());
    await first.stop();
    assert.equal(entriesOf('yearly').length, 0);

    const missed = JSON.stringify({
      Last: '2020-01-01T00:00:00+00:00',
      Next: '2021-01-01T00:00:00+00:00',
      LastUpdated: '2020-01-01T00:00:00+00:00',
    });
    await status.upload(missed, missed.length);
    const second = await startFixture('monitoredTimers', options);
    t.after(() => second.stop());
    await until('the missed run is made up for', () => entriesOf('yearly').length > 0);
    await second.stop();
    assert.deepEqual(
      entriesOf('yearly').map(({ input }) => input),
      [
        {
          schedule: { adjustForDST: true },
          scheduleStatus: {
            last: '2020-01-01T00:00:00+00:00',
            next: '2021-01-01T00:00:00+00:00',
            lastUpdated: '2020-01-01T00:00:00+00:00',
          },
          isPastDue: true,
        },
      ],
    );
    assert.equal(await nextOf(status), `${new Date().getUTCFullYear() + 1}-01-01T00:00:00+00:00`);
  });

  test('do not count as missed what only a changed schedule would have run', async (t) => {
    const hostId = randomUUID();
    const status = hosts.getBlockBlobClient(`timers/${hostId}/yearly/status`);
    const hourly = JSON.stringify({
      Last: '2020-01-01T00:00:00+00:00',
      Next: '2020-01-01T01:00:00+00:00',
      LastUpdated: '2020-01-01T00:00:00+00:00',
    });
    await hosts.createIfNotExists();
    await status.upload(hourly, hourly.length);
    const before = entriesOf('yearly').length;
    const host = await startFixture('monitoredTimers', { connectionString, hostId });
    t.after(() => host.stop());
    await until('the status follows the new schedule', async () => {
      return (await nextOf(status)).endsWith('-01-01T00:00:00+00:00');
    });
    assert.equal(entriesOf('yearly').length, before);
  });

  test('run at start where asked to; a failed run is logged and not tried again', async (t) => {
    const before = entriesOf('atStart').length;
    const host = await startFixture('monitoredTimers', { connectionString, hostId: randomUUID() });
    t.after(() => host.stop());
    const failures = () => host.logs.filter(({ message }) => message.includes('The fixture timer fails.'));
    await until('the failure is logged', () => failures().length === 1);
    await delay(100);
    assert.equal(entriesOf('atStart').length, before + 1);
    await assert.rejects(host.runTimer('atStart'), /The fixture timer fails/);
  });

  test('run on demand, one run after the other', async (t) => {
    const host = await startFixture('monitoredTimers', { connectionString, hostId: randomUUID() });
    t.after(() => host.stop());
    await Promise.all([host.runTimer('long'), host.runTimer('long')]);
    assert.deepEqual(
      entriesOf('long').map(({ input }) => input),
      ['begins', 'ends', 'begins', 'ends'],
    );
    await assert.rejects(host.runTimer('nobody'), /There is no timer "nobody"/);
  });

  test('need a setting that their schedule names, and a storage account', async () => {
    await assert.rejects(
      startFixture('timers', { connectionString, settings: {} }),
      /the setting FIXTURE_SCHEDULE, .* is not set/,
    );
    await assert.rejects(
      startFixture('timers', { connectionString, settings: { FIXTURE_SCHEDULE: '61 * * * * *' } }),
      /Function "everySecond": "61 \* \* \* \* \*" is not a schedule/,
    );
    await assert.rejects(startFixture('monitoredTimers', {}), /AzureWebJobsStorage/);
  });
});

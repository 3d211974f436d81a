import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createEventLog } from '../../functions/events/eventLog.ts';
import type { LogEntry } from '../../functions/events/logEntry.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { openTable } from '../../functions/storage/table.ts';
import { tenant } from '../../sandbox/contoso/tenant.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { type BackEnd, startBackEnd } from '../backEnd.ts';
import { ofApp } from '../hostCommand.ts';
import { type HostProcess, startHostProcess } from '../hostProcess.ts';
import { until } from '../until.ts';
import { hostileFeed } from './hostileFeed.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { tally } from './tally.ts';

const flows = ['one', 'two', 'three', 'four'];

describe('two hosts on one storage account', () => {
  let first: BackEnd;
  let second: HostProcess;
  let receiver: Receiver;
  before(async () => {
    receiver = await startReceiver();
    first = await startBackEnd({
      ACTIVITY_CONTENT_TYPES: 'none',
      ALERT_POLL_SCHEDULE: '* * * * * *',
      SWEEP_SCHEDULE: '* * * * * *',
    });
    // Hosts of one id take turns at a timer; these two run every timer side by side.
    const environment = { ...first.environment, AzureFunctionsWebHost__hostid: 'second' };
    second = await startHostProcess(ofApp(0), environment);
  });
  after(async () => {
    await second?.stop();
    await first?.stop();
    await receiver?.close();
  });

  const stored = async (): Promise<readonly LogEntry[]> => {
    const connectionString = new Secret(first.environment.AzureWebJobsStorage ?? '');
    const table = openTable({ connectionString }, 'purviewEvents');
    const log = createEventLog({ table, tenantId: tenant.id, now: () => new Date() });
    const entries: LogEntry[] = [];
    for (let page = await log.after('alerts', 0); page.length; page = await log.after('alerts', entries.length))
      entries.push(...page);
    return entries;
  };

  test('store each alert once, lose none, and deliver each once to every flow', { timeout: 300_000 }, async () => {
    const { graph } = first;
    const token = await first.tokenOf(users.megan);
    for (const flow of flows) {
      const body = { notificationUrl: receiver.urlOf(flow), startFrom: 'last24Hours' };
      const { status, text } = await first.call('POST /subscriptions/dlpAlert', { token, body });
      assert.equal(status, 201, text);
    }

    // Each poll is held for a moment, so that the other host's has begun when it goes on.
    let reading = 0;
    let sideBySide = 0;
    graph.beforePage(async () => {
      reading++;
      if (reading > 1) sideBySide++;
      await delay(200);
      reading--;
    });
    const feed = hostileFeed(graph);
    for (let wave = 1; wave <= 6; wave++) {
      feed.raise(50);
      const hasArrived = () => flows.every((flow) => receiver.of(flow).length >= feed.raised.length);
      await until(`wave ${wave} has arrived`, hasArrived, 60_000);
    }
    const soFar = sideBySide;
    const isReadAgain = () => sideBySide > soFar + 2 * (feed.raised.length / 50);
    await until('both have read everything again', isReadAgain, 60_000);
    assert.ok(soFar > 6, `only ${soFar} pages were read side by side`);

    const entries = await stored();
    const wanted = new Set(feed.raised.map(({ alertId }) => alertId));
    assert.deepEqual(
      entries.map(({ sequence }) => sequence),
      entries.map((_, index) => index + 1),
    );
    assert.deepEqual(new Set(entries.map(({ json }) => JSON.parse(json).alert.alertId)), wanted);
    assert.equal(entries.length, wanted.size);
    for (const flow of flows) {
      const { received, lost, extra, duplicates, renamed } = tally(wanted, receiver.of(flow));
      assert.deepEqual(
        { flow, received, lost, extra, duplicates, renamed },
        { flow, received: wanted.size, lost: [], extra: [], duplicates: 0, renamed: [] },
      );
    }
  });
});

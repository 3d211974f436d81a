import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Azurite, startAzurite } from '../../sandbox/azurite.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { type BackEnd, startBackEnd } from '../backEnd.ts';
import { type HostileFeed, hostileFeed, type Raised } from './hostileFeed.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { tally } from './tally.ts';
import { waitUntil } from './waitUntil.ts';

const alerts = 10_000;
const employeeRecords = 'Employee records';

/** Each with what it asks for, and the same in the words of whoever raised the alerts. */
const flows = {
  all: { wish: {}, wants: () => true },
  high: { wish: { minimumSeverity: 'high' }, wants: ({ severity }: Raised) => severity === 'high' },
  records: {
    wish: { policies: [employeeRecords], minimumSeverity: 'medium' },
    wants: ({ policy, severity }: Raised) => policy === employeeRecords && severity !== 'low',
  },
} as const;
type Flow = keyof typeof flows;
const names = Object.keys(flows) as Flow[];

describe(`${alerts.toLocaleString('en')} hostile alerts`, () => {
  let storage: Azurite;
  let backEnd: BackEnd;
  let receiver: Receiver;
  let feed: HostileFeed;
  before(async () => {
    receiver = await startReceiver();
    // Of its own: in one that is shared, so many would keep the tests of other files waiting.
    storage = await startAzurite({ ports: { blob: 0, queue: 0, table: 0 } });
    backEnd = await startBackEnd({
      AzureWebJobsStorage: storage.connectionString,
      ACTIVITY_CONTENT_TYPES: 'none',
      // Each alert brings an incident along, which no flow asks for.
      INCIDENT_POLL_SCHEDULE: '0 0 0 1 1 *',
      ALERT_POLL_SCHEDULE: '*/5 * * * * *',
    });
    feed = hostileFeed(backEnd.graph);
  });
  after(async () => {
    await backEnd?.stop();
    await storage?.close();
    await receiver?.close();
  });

  const wantedBy = (flow: Flow): Set<string> =>
    new Set(feed.raised.filter(flows[flow].wants).map(({ alertId }) => alertId));

  test('arrive as exactly the set that each of three flows asked for, each once', { timeout: 300_000 }, async () => {
    const { graph } = backEnd;
    const token = await backEnd.tokenOf(users.megan);
    for (const name of names) {
      const body = { notificationUrl: receiver.urlOf(name), startFrom: 'last24Hours', ...flows[name].wish };
      const { status, text } = await backEnd.call('POST /subscriptions/dlpAlert', { token, body });
      assert.equal(status, 201, text);
    }

    const route = 'GET /security/alerts_v2';
    const at = (after: number) => ({ route, after });
    graph.faults.plan({ fault: { kind: 'throttled', retryAfter: { seconds: 1 } }, ...at(7) });
    graph.faults.plan({ fault: { kind: 'failed', status: 503, retryAfter: { seconds: 0 } }, times: 2, ...at(11) });
    graph.faults.plan({ fault: { kind: 'partial' }, ...at(13) });
    graph.faults.plan({ fault: { kind: 'dropped', at: 'answer' }, ...at(17) });
    graph.faults.plan({ fault: { kind: 'tokenRefused' }, ...at(19) });
    graph.faults.plan({ fault: { kind: 'throttled', retryAfter: { date: graph.now() } }, ...at(29) });

    const isComplete = (name: Flow): boolean => {
      // Most looks come too early, and sets of thousands take longer to make than to count what they are made of.
      if (receiver.of(name).length < feed.raised.filter(flows[name].wants).length) return false;
      const wanted = wantedBy(name);
      return new Set(receiver.of(name).map(({ recordId }) => recordId)).size >= wanted.size;
    };
    const untilComplete = (upTo: number): Promise<void> =>
      waitUntil(`${upTo} have arrived`, () => feed.raised.length >= upTo && names.every(isComplete), 120_000);

    // What comes and moves while pages are read shifts those that follow, for as many pages as a poll reads.
    let pages = 0;
    let shiftsUpTo = alerts * 0.7;
    const touchesOfAPoll = 30;
    let touches = touchesOfAPoll;
    graph.beforePage(() => {
      pages++;
      if (feed.raised.length < shiftsUpTo) feed.raise(50);
      if (pages % 3 === 0 && touches-- > 0) feed.touch();
    });
    feed.raise(alerts / 2);
    await untilComplete(shiftsUpTo);
    // The watermark has passed the times of some that come now.
    feed.raise(alerts * 0.1);
    touches = touchesOfAPoll;
    await untilComplete(alerts * 0.8);
    shiftsUpTo = alerts;
    touches = touchesOfAPoll;
    await untilComplete(alerts);

    // What comes twice would come in the polls that read the overlap again.
    const polled = pages;
    await waitUntil('the overlap was read again', () => pages > polled + alerts / 100, 120_000);
    await waitUntil('nothing waits', async () => {
      const { body } = await backEnd.call('GET /health/backlog', { token });
      return (body as { totals: { pending: number; inFlight: number } }).totals.pending === 0;
    });

    assert.equal(feed.raised.length, alerts);
    assert.equal(graph.faults.take(route), undefined, 'every fault was met');
    for (const name of names) {
      const wanted = wantedBy(name);
      const { expected, received, lost, extra, duplicates, renamed } = tally(wanted, receiver.of(name));
      assert.deepEqual(
        { name, received, lost, extra, duplicates, renamed },
        { name, received: expected, lost: [], extra: [], duplicates: 0, renamed: [] },
      );
    }
  });
});

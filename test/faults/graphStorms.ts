import { until } from '../until.ts';
import type { Passing } from './faultProxy.ts';
import { hostileFeed } from './hostileFeed.ts';
import { startPlant } from './plant.ts';
import type { Scenario } from './scenario.ts';
import { tally } from './tally.ts';

const route = 'GET /security/alerts_v2';
// Both clocks are this machine's, but a date in a header is cut to its second.
const toleranceMs = 20;

/** Graph throttles and fails, in seconds and in dates, and counts who comes back before it is time. */
export const graphStorms: Scenario = {
  name: 'storms',
  title: 'Graph throttles and fails, and asks for waits',
  async run() {
    const plant = await startPlant();
    try {
      const { graph, receiver, proxies } = plant;
      await plant.subscribe('flow');
      const feed = hostileFeed(graph);
      let notBeforeMs = 0;
      let early = 0;
      let throttled = 0;
      const isAsked = ({ target }: Passing): boolean => target.includes('/security/alerts_v2');
      proxies.graph.before = (passing) => {
        if (isAsked(passing) && Date.now() < notBeforeMs - toleranceMs) early++;
        return 'pass';
      };
      proxies.graph.after = (passing, { status, headers }) => {
        if (!isAsked(passing)) return 'pass';
        const wait = headers['retry-after'];
        if (status < 400 || wait === undefined) return 'pass';
        throttled++;
        notBeforeMs = /^\d+$/.test(wait) ? Date.now() + Number(wait) * 1_000 : Date.parse(wait);
        return 'pass';
      };
      const storm = (): void => {
        const inTwoSeconds = { date: new Date(graph.now().getTime() + 2_000) };
        graph.faults.plan({ fault: { kind: 'throttled', retryAfter: { seconds: 1 } }, route, times: 3 });
        graph.faults.plan({ fault: { kind: 'failed', status: 500 }, route });
        graph.faults.plan({ fault: { kind: 'throttled', retryAfter: inTwoSeconds }, route });
        graph.faults.plan({ fault: { kind: 'failed', status: 503, retryAfter: { seconds: 2 } }, route, times: 3 });
        graph.faults.plan({ fault: { kind: 'partial' }, route });
        graph.faults.plan({ fault: { kind: 'tokenRefused' }, route });
        graph.faults.plan({ fault: { kind: 'throttled' }, route });
      };
      const hasCome = () => receiver.of('flow').length >= feed.raised.length;
      storm();
      feed.raise(150);
      await until('all have come', hasCome, 90_000);
      // A wait that is longer than a poll may last is honoured by the polls that follow.
      graph.faults.plan({ fault: { kind: 'throttled', retryAfter: { seconds: 75 } }, route });
      feed.raise(10);
      await until('all have come', hasCome, 120_000).catch(() => undefined);
      await plant.quiesce();
      const wanted = new Set(feed.raised.map(({ alertId }) => alertId));
      const { lost, extra, renamed, duplicates } = tally(wanted, receiver.of('flow'));
      return [
        { name: 'answers that asked for a wait', measured: throttled, goal: { atLeast: 8 } },
        { name: 'calls before the wait was over', measured: early, goal: { atMost: 0 } },
        { name: 'lost', measured: lost.length, goal: { atMost: 0 } },
        { name: 'extra, renamed', measured: extra.length + renamed.length, goal: { atMost: 0 } },
        { name: 'duplicates', measured: duplicates, goal: { atMost: 0 } },
      ];
    } finally {
      await plant.close();
    }
  },
};

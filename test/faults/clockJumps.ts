import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { HostProcess } from '../hostProcess.ts';
import { sendCall } from '../sendCall.ts';
import { until } from '../until.ts';
import { faketimeLibrary } from './faketime.ts';
import type { Figure } from './figure.ts';
import { hostileFeed } from './hostileFeed.ts';
import { startPlant } from './plant.ts';
import type { Scenario, Sizes } from './scenario.ts';
import { seeded } from './seeded.ts';
import { sumOf, tally } from './tally.ts';

const hosts = 3;
const flows = ['one', 'two', 'three', 'four', 'five'];
const daySeconds = 24 * 60 * 60;
const jumpsSeconds = [-7_200, 0, 7_200];
const stepMs = 1_000;
// What a clock may be off from what it was told: a host's answer is dated by the second, and may come late.
const toleranceMs = 10_000;

/** How far the clock of a host is ahead of this machine's, by the date of its answer. */
async function aheadMs({ url }: HostProcess): Promise<number> {
  const { headers } = await sendCall(url, 'GET /health/live');
  return Date.parse(headers.get('date') ?? '') - Date.now();
}

/** A day of three hosts whose clocks leap apart and back; Graph's clock goes through the same day without a leap. */
export const clockJumps: Scenario = {
  name: 'clocks',
  title: 'three hosts, a day scaled to --daySeconds, clocks that leap by two hours either way',
  async run(sizes) {
    const library = await faketimeLibrary();
    if (library === undefined)
      return { skippedFor: 'faketime is not installed and cannot be; install the Debian package faketime.' };
    const directory = await mkdtemp(join(tmpdir(), 'faults-clocks-'));
    try {
      return await measure(library, directory, sizes);
    } finally {
      await rm(directory, { recursive: true });
    }
  },
};

async function measure(library: string, directory: string, sizes: Sizes): Promise<readonly Figure[]> {
  const fileOf = (host: number): string => join(directory, `host-${host}`);
  const setClock = async (host: number, offsetSeconds: number): Promise<void> => {
    // By renaming, so that no host ever reads half of it.
    await writeFile(`${fileOf(host)}.new`, `${offsetSeconds >= 0 ? '+' : ''}${Math.round(offsetSeconds)}\n`);
    await rename(`${fileOf(host)}.new`, fileOf(host));
  };
  const clockOf = (host: number): Record<string, string> => ({
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: fileOf(host),
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    AzureFunctionsWebHost__hostid: `host-${host}`,
  });
  for (let host = 0; host < hosts; host++) await setClock(host, 0);

  const plant = await startPlant(clockOf(0), { ways: 'direct' });
  try {
    for (let host = 1; host < hosts; host++) await plant.startHost(clockOf(host));
    for (const flow of flows) await plant.subscribe(flow);
    const { graph, receiver } = plant;
    const random = seeded(sizes.seed);
    const feed = hostileFeed(graph);
    const jumps = Array.from({ length: hosts }, () => 0);
    const steps = (sizes.daySeconds * 1_000) / stepMs;
    const alertsPerStep = Math.max(1, Math.round(sizes.alerts / steps));
    let leaps = 0;
    let leapsShown = 0;
    let mostOffMs = 0;
    for (let step = 1; step <= steps; step++) {
      const elapsedSeconds = (daySeconds * step) / steps;
      graph.clock.offsetMs = elapsedSeconds * 1_000;
      const leaping = Math.floor(random() * hosts);
      let hasLeapt = false;
      // A leap of one of them every five steps.
      if (step % 5 === 0) {
        const jump = jumpsSeconds[Math.floor(random() * jumpsSeconds.length)] ?? 0;
        hasLeapt = jump !== jumps[leaping];
        if (hasLeapt) leaps++;
        jumps[leaping] = jump;
      }
      for (const [host, jump] of jumps.entries()) await setClock(host, elapsedSeconds + jump);
      feed.raise(alertsPerStep);
      await delay(stepMs);
      const offMs = await Promise.all(
        plant.hosts.map(async (host, at) =>
          Math.abs((await aheadMs(host)) - (elapsedSeconds + (jumps[at] ?? 0)) * 1_000),
        ),
      );
      mostOffMs = Math.max(mostOffMs, ...offMs);
      if (hasLeapt && (offMs[leaping] ?? toleranceMs) < toleranceMs) leapsShown++;
    }

    const tallies = () => {
      const wanted = new Set(feed.raised.map(({ alertId }) => alertId));
      return sumOf(flows.map((flow) => tally(wanted, receiver.of(flow))));
    };
    await until('all have arrived', () => tallies().lost.length === 0, 60_000).catch(() => undefined);
    await delay(5_000);
    const { expected, received, lost, extra, renamed, duplicates } = tallies();
    return [
      { name: 'simulated hours', measured: 24 },
      { name: 'a simulated second took', measured: (1_000 * sizes.daySeconds) / daySeconds, unit: 'ms' },
      { name: 'leaps', measured: leaps, goal: { atLeast: 1 } },
      {
        name: 'leaps that the clock of the host itself shows',
        measured: leapsShown,
        goal: { atLeast: Math.max(1, leaps) },
      },
      {
        name: 'a host off from the clock it was told, at most',
        measured: mostOffMs / 1_000,
        unit: 's',
        goal: { atMost: toleranceMs / 1_000 },
      },
      { name: 'deliveries wanted', measured: expected },
      { name: 'lost', measured: lost.length, goal: { atMost: 0 } },
      { name: 'extra, renamed', measured: extra.length + renamed.length, goal: { atMost: 0 } },
      {
        name: 'duplicates, of all deliveries',
        measured: (100 * duplicates) / received,
        unit: '%',
        goal: { atMost: 1 },
      },
    ];
  } finally {
    await plant.close();
  }
}

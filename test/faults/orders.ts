import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { Figure } from './figure.ts';
import { type Bounds, everyInterleaving, type Trial } from './interleavings.ts';
import { atOnce, createModelWorld, inFlight, leaseMs, type ModelWorld, records } from './modelWorld.ts';
import { purgeTrial } from './purgeTrial.ts';
import type { Scenario } from './scenario.ts';
import { ticking, tickMs } from './ticking.ts';

/** What a process of its own finds once the leases of the dead have run out. */
const checkDeliveries = async (world: ModelWorld, crashes: number): Promise<void> => {
  world.tables.cursors.offsetMs += leaseMs + 1;
  await ticking(world.drainerOf(atOnce)());
  assert.deepEqual([...new Set(world.posted)].toSorted(), records);
  const repeated = world.posted.length - records.length;
  assert.ok(repeated <= crashes * inFlight, `${repeated} were repeated after ${crashes} deaths`);
};

const trials = {
  /** Two pollers store each record once, and the watermark passes nothing that is not stored. */
  pollers: async (world: ModelWorld): Promise<Trial> => ({
    processes: [(step) => world.pollerOf(step)(), (step) => world.pollerOf(step)()],
    check: () => world.checkLog(),
  }),
  /** Two deliverers send each event: once where nobody dies, otherwise at most what was under way again. */
  deliverers: async (world: ModelWorld): Promise<Trial> => {
    await world.subscribe();
    await world.pollerOf(atOnce)();
    return {
      processes: [(step) => world.drainerOf(step)(), (step) => world.drainerOf(step)()],
      check: (crashes) => checkDeliveries(world, crashes),
    };
  },
  /** A flow that subscribes again while its ended subscription is purged is subscribed, with a cursor. */
  purge: () => purgeTrial(),
  /** All four together lose nothing between them. */
  all: async (world: ModelWorld): Promise<Trial> => {
    await world.subscribe();
    return {
      processes: [
        (step) => world.pollerOf(step)(),
        (step) => world.drainerOf(step)(),
        (step) => world.pollerOf(step)(),
        (step) => world.drainerOf(step)(),
      ],
      async check(crashes) {
        await world.checkLog();
        await checkDeliveries(world, crashes);
      },
    };
  },
} as const;

/** Tries a trial in every order within the bounds; gives their number, and throws on the first that goes wrong. */
export async function tryOrders(trial: keyof typeof trials, bounds: Bounds): Promise<number> {
  const setUp = (): Promise<Trial> => {
    // What the dead of the last order left behind is forgotten with them.
    mock.timers.reset();
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    return trials[trial](createModelWorld());
  };
  try {
    return await everyInterleaving(setUp, bounds, () => mock.timers.tick(tickMs));
  } finally {
    mock.timers.reset();
  }
}

/** The app's own pollers, deliverers, purge and subscribe on a table in memory, in every order of their requests. */
export const orders: Scenario = {
  name: 'orders',
  title: 'pollers, deliverers and a purge in every order of their requests, with a death before any of them',
  async run({ preemptions }) {
    const figures: Figure[] = [{ name: 'preemptions', measured: preemptions }];
    for (const trial of ['pollers', 'deliverers', 'purge', 'all'] as const) {
      const bounds = { preemptions: trial === 'all' ? preemptions - 1 : preemptions, crashes: 1 };
      const tried = await tryOrders(trial, bounds);
      figures.push({ name: `${trial}: orders, each without fault`, measured: tried, goal: { atLeast: 100 } });
    }
    return figures;
  },
};

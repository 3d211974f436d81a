import { timer } from '../runtime/timer.ts';

/** Something that is kept for a while. */
export interface Expiring {
  readonly name: string;
  /** Drops what is past its time; gives the number of rows dropped. */
  purge(): Promise<number>;
}

interface Dependencies {
  readonly expiring: readonly Expiring[];
}

export const purgeExpired = timer({
  name: 'PurgeExpired',
  schedule: 'PURGE_SCHEDULE',
  description: 'Drops events, dead letters, ended subscriptions and answers to keyed calls that are past their time.',
  graph: {},
  run: async ({ expiring }: Dependencies, { log }) => {
    const faults: unknown[] = [];
    for (const { name, purge } of expiring) {
      // One that fails must not keep the others from their turn; it is tried again the next day.
      await purge().then(
        (dropped) => log.info('Dropped what is past its time', { name, dropped }),
        (error: unknown) => faults.push(error),
      );
    }
    if (faults.length) throw new AggregateError(faults, 'Some of what is past its time could not be dropped.');
  },
});

import type { Source } from '../events/event.ts';
import { deleteUnchanged } from '../storage/deleteUnchanged.ts';
import type { Row, Table } from '../storage/table.ts';

/** An event, or with `last` a digest of all from there to here, that a subscription did not get, and why. */
export interface DeadLetter {
  /** The operation id of the trigger that the flow had then. */
  readonly trigger: string;
  readonly eventId: string;
  readonly source: Source;
  readonly sequence: number;
  readonly last?: number;
  readonly status?: number;
  readonly reason: string;
  readonly attempts: number;
  readonly at: string;
}

type Place = Pick<DeadLetter, 'source' | 'sequence' | 'last'>;

export interface DeadLetters {
  /** Writing the same one again changes nothing but its time. */
  put(subscriptionId: string, deadLetter: DeadLetter): Promise<void>;
  /** A page in the order of the log, of all triggers or of one; `next` is the place to go on after, absent at the end. */
  list(
    subscriptionId: string,
    place: { readonly top: number; readonly after?: string; readonly trigger?: string },
  ): Promise<{ readonly page: readonly DeadLetter[]; readonly next?: string }>;
  /** All that are digests. */
  digests(subscriptionId: string): Promise<readonly DeadLetter[]>;
  count(subscriptionId: string, trigger?: string): Promise<number>;
  /** Looks at the dead letters of these places; what it gives removes them, save those that were written anew since. */
  remover(subscriptionId: string, places: readonly Place[]): Promise<() => Promise<void>>;
  /** Removes those from before a time; gives their number. */
  removeBefore(subscriptionId: string, before: Date): Promise<number>;
}

const rowKeyOf = ({ source, sequence, last }: Place): string =>
  `${source}-${String(sequence).padStart(16, '0')}${last === undefined ? '' : '-digest'}`;

// A flow that was saved with another trigger keeps the dead letters of the one that it had before.
const isOf =
  (trigger?: string) =>
  ({ values }: Row): boolean =>
    trigger === undefined || values.trigger === trigger;

/** Opens the dead letters, a partition for each subscription. */
export const createDeadLetters = (table: Table): DeadLetters => {
  return {
    async put(subscriptionId, { status, last, ...place }) {
      const deadLetter = { ...place, ...(last !== undefined && { last }) };
      const values = { ...deadLetter, ...(status !== undefined && { status }) };
      await table.commit(subscriptionId, [{ kind: 'put', rowKey: rowKeyOf(deadLetter), values }]);
    },
    async list(subscriptionId, { top, after, trigger }) {
      const from = after === undefined ? {} : { from: `${after}!` };
      const found: Row[] = [];
      // The service may give less at once than it was asked for, though more follow.
      for await (const rows of table.list({ partitionKey: subscriptionId, ...from, pageSize: top + 1 })) {
        found.push(...rows.filter(isOf(trigger)));
        if (found.length > top) break;
      }
      const shown = found.slice(0, top);
      const next = found.length > top ? shown.at(-1)?.rowKey : undefined;
      return {
        page: shown.map(({ values }) => values as unknown as DeadLetter),
        ...(next !== undefined && { next }),
      };
    },
    async digests(partitionKey) {
      const found: DeadLetter[] = [];
      for await (const rows of table.list({ partitionKey, where: 'last ge 0' }))
        found.push(...rows.map(({ values }) => values as unknown as DeadLetter));
      return found;
    },
    async count(subscriptionId, trigger) {
      let count = 0;
      for await (const rows of table.list({ partitionKey: subscriptionId, select: ['trigger'] }))
        count += rows.filter(isOf(trigger)).length;
      return count;
    },
    async remover(subscriptionId, places) {
      const looks = places.map((place) => table.read(subscriptionId, rowKeyOf(place)));
      const seen = (await Promise.all(looks)).flatMap(({ row }) => row ?? []);
      return async () => {
        for (const row of seen) await deleteUnchanged(table, subscriptionId, row);
      };
    },
    async removeBefore(partitionKey, before) {
      let removed = 0;
      const where = `at lt '${before.toISOString()}'`;
      for await (const rows of table.list({ partitionKey, where }))
        for (const row of rows) if (await deleteUnchanged(table, partitionKey, row)) removed++;
      return removed;
    },
  };
};

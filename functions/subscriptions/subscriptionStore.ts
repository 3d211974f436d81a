import { deleteUnchanged } from '../storage/deleteUnchanged.ts';
import { asciiJson, joinJson, splitJson } from '../storage/longJson.ts';
import { RowConflict } from '../storage/rowConflict.ts';
import type { Row, Table } from '../storage/table.ts';
import type { Subscription } from './subscription.ts';

export interface StoredSubscription {
  readonly subscription: Subscription;
  readonly etag: string;
}

export interface SubscriptionStore {
  read(subscriptionId: string): Promise<StoredSubscription | undefined>;
  list(): AsyncIterable<readonly Subscription[]>;
  /**
   * Writes what `change` makes of the current subscription, again with the newest one when somebody was quicker;
   * `undefined` leaves it as it is.
   */
  update(
    subscriptionId: string,
    change: (current: Subscription | undefined) => Subscription | undefined,
  ): Promise<Subscription | undefined>;
  /** Deletes a subscription of which something holds, unless it is changed meanwhile; gives whether it did. */
  deleteWhere(subscriptionId: string, holds: (current: Subscription) => boolean): Promise<boolean>;
}

const partitionKey = 'subscription';
const mostConflicts = 20;

const fromRow = ({ values }: Row): Subscription => JSON.parse(joinJson('body', values));

/** Keeps the subscriptions of all owners. */
export const createSubscriptionStore = (table: Table): SubscriptionStore => {
  const read = async (subscriptionId: string): Promise<StoredSubscription | undefined> => {
    const { row } = await table.read(partitionKey, subscriptionId);
    return row && { subscription: fromRow(row), etag: row.etag };
  };

  return {
    read,
    async *list() {
      for await (const rows of table.list({ partitionKey })) yield rows.map(fromRow);
    },
    async update(subscriptionId, change) {
      for (let attempt = 1; ; attempt++) {
        const current = await read(subscriptionId);
        const subscription = change(current?.subscription);
        if (!subscription) return current?.subscription;
        const values = splitJson('body', asciiJson(subscription));
        try {
          await table.commit(partitionKey, [
            current
              ? { kind: 'replace', rowKey: subscriptionId, values, etag: current.etag }
              : { kind: 'insert', rowKey: subscriptionId, values },
          ]);
          return subscription;
        } catch (error) {
          if (!(error instanceof RowConflict) || attempt === mostConflicts) throw error;
        }
      }
    },
    async deleteWhere(subscriptionId, holds) {
      const current = await read(subscriptionId);
      if (!current || !holds(current.subscription)) return false;
      return deleteUnchanged(table, partitionKey, { rowKey: subscriptionId, etag: current.etag });
    },
  };
};

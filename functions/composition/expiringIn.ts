import { sources } from '../events/event.ts';
import type { Expiring } from '../events/purgeExpired.ts';
import { purgeSubscriptions } from '../subscriptions/purgeSubscriptions.ts';
import type { Stores } from './openStores.ts';

const dayMs = 24 * 60 * 60_000;
// A record that is updated within this time of its last event is known to be an update.
const recordKeyDays = 180;
const keyedCallDays = 1;

/** What the daily purge drops of each store, and after how many days. */
export const expiringIn = (
  { log, subscriptions, cursors, deadLetters, approvals, changeLog, receipts, idempotency }: Stores,
  { retentionDays, now }: { readonly retentionDays: number; readonly now: () => Date },
): readonly Expiring[] => {
  const daysAgo = (days: number): Date => new Date(now().getTime() - days * dayMs);
  return [
    ...sources.map((source) => ({
      name: `events of ${source}`,
      purge: () => log.purge(source, { entries: daysAgo(retentionDays), records: daysAgo(recordKeyDays) }),
    })),
    {
      name: 'subscriptions and dead letters',
      purge: () => purgeSubscriptions({ subscriptions, cursors, deadLetters }, daysAgo(retentionDays)),
    },
    { name: 'approvals', purge: () => approvals.purge(daysAgo(retentionDays)) },
    { name: 'changes', purge: () => changeLog.purge(daysAgo(retentionDays)) },
    { name: 'receipts of removed access', purge: () => receipts.purge(daysAgo(retentionDays)) },
    { name: 'keyed calls', purge: () => idempotency.purge(daysAgo(keyedCallDays)) },
  ];
};

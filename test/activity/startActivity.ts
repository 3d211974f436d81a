import { createActivityPolls } from '../../functions/activity/createActivityPolls.ts';
import type { LabelLookup } from '../../functions/activity/labelLookup.ts';
import { pollActivity } from '../../functions/activity/pollActivity.ts';
import type { PurviewEvent, Source } from '../../functions/events/event.ts';
import { createEventLog } from '../../functions/events/eventLog.ts';
import type { LogEntry } from '../../functions/events/logEntry.ts';
import { contentTypes as all, type ContentType } from '../../functions/integrations/activityFeed/contentType.ts';
import type { Log } from '../../functions/runtime/log.ts';
import { labels } from '../../sandbox/contoso/labels.ts';
import { tenant } from '../../sandbox/contoso/tenant.ts';
import { startFeed } from '../integrations/activityFeed/startFeed.ts';
import { silentLog } from '../silentLog.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';

interface ActivityOptions {
  readonly contentTypes?: readonly ContentType[];
  readonly auditOperations?: readonly string[];
  readonly lookup?: LabelLookup;
  readonly initialLookbackHours?: number;
  readonly monotonicMs?: () => number;
}

export const hourMs = 3_600_000;
export const ago = (ms: number): Date => new Date(Date.now() - ms);

/** Contoso's labels by id; files carry none. */
export const contosoLabels: LabelLookup = {
  ofId: async (labelId) => Object.values(labels).find(({ id }) => id === labelId),
  ofItem: async () => 'none',
};

/** The simulated activity feed with an event log of its own, and processes of the app that read the one into the other. */
export async function startActivity(roles = ['ActivityFeed.Read', 'ActivityFeed.ReadDlp']) {
  const feed = await startFeed({ roles, pageSize: 3 });
  let table = createMemoryTable();

  /** A process that has just started: it remembers nothing but what the log says. */
  const open = (options: ActivityOptions = {}) => {
    const { contentTypes = all, auditOperations = [], lookup = contosoLabels, initialLookbackHours = 24 } = options;
    const { monotonicMs } = options;
    const log = createEventLog({ table, tenantId: tenant.id, now: () => new Date() });
    const activityPolls = createActivityPolls({
      log,
      tenantId: tenant.id,
      contentTypes,
      feed: feed.feed,
      lookup,
      auditOperations: new Set(auditOperations),
      overlapMs: 24 * hourMs,
      initialLookbackMs: initialLookbackHours * hourMs,
      ...(monotonicMs && { monotonicMs }),
    });
    const woken: LogEntry[] = [];
    const hints = {
      async wakeFor(entries: readonly LogEntry[]) {
        woken.push(...entries);
      },
    };
    return {
      log,
      woken,
      poll: (lines: Log = silentLog) =>
        pollActivity.run({ activityPolls, hints }, { correlationId: 'a poll', log: lines }),
    };
  };
  /** The service tells whole seconds of its time, so what became available in this one is read by the next poll. */
  const publish = (contentType: ContentType, records: readonly unknown[], created = ago(2_000)) =>
    feed.store.add(contentType, records, { created });
  return {
    ...feed,
    get table() {
      return table;
    },
    open,
    publish,
    /** As if both had just started. */
    forget() {
      table = createMemoryTable();
      feed.store.clear();
      feed.subscriptions.clear();
      feed.faults.clear();
      feed.requests.reset();
    },
  };
}
export type Activity = Awaited<ReturnType<typeof startActivity>>;
export type ActivityProcess = ReturnType<Activity['open']>;

/** All entries of a source, with their events. */
export async function everything(
  { log }: Pick<ActivityProcess, 'log'>,
  source: Source,
): Promise<readonly (LogEntry & { readonly event: PurviewEvent })[]> {
  const entries: LogEntry[] = [];
  for (;;) {
    const page = await log.after(source, entries.at(-1)?.sequence ?? 0);
    if (!page.length) return entries.map((entry) => ({ ...entry, event: JSON.parse(entry.json) }));
    entries.push(...page);
  }
}

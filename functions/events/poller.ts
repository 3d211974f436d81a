import type { Log } from '../runtime/log.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import { RowConflict } from '../storage/rowConflict.ts';
import type { EventDraft, Source } from './event.ts';
import { recordHash, versionHash } from './eventId.ts';
import type { EventLog, NewEvent } from './eventLog.ts';
import { earlier, later, shifted } from './isoTime.ts';
import type { LogEntry } from './logEntry.ts';
import { readAhead } from './readAhead.ts';
import { hourOf } from './recordKeys.ts';
import { createSeenEvents } from './seenEvents.ts';
import type { ServerClock } from './serverClock.ts';
import type { SetAsideRecord } from './setAside.ts';

/** Half-open: from its first to before its last time, ISO-8601 UTC. */
export interface TimeWindow {
  readonly from: string;
  readonly to: string;
}

export interface SourcePage {
  readonly drafts: readonly EventDraft[];
  /** Records that could not be mapped, and why. */
  readonly setAside: readonly SetAsideRecord[];
  readonly serverTime: Date;
}

/** Whether this version of a record is in the log already; most of what an overlap reads is. */
export type IsKnown = (recordId: string, version: string) => boolean;

interface PollOptions {
  readonly log: EventLog;
  readonly tenantId: string;
  readonly source: Source;
  readonly clock: ServerClock;
  /** Reads the records of a window, less the versions that are known; throws when any page of it fails. */
  readonly read: (window: TimeWindow, isKnown: IsKnown) => AsyncIterable<SourcePage>;
  readonly overlapMs: number;
  readonly initialLookbackMs: number;
  /** How far back the vendor can be asked at all; left out: without end. */
  readonly keptMs?: number;
  /** `final`: a record never changes, so one that is known is a duplicate and no update. */
  readonly records?: 'versioned' | 'final';
}

interface PollRun {
  readonly correlationId: string;
  readonly log: Log;
  /** Told of entries as soon as they are in the log. */
  readonly onAppended: (entries: readonly LogEntry[]) => Promise<void>;
}

export interface PollOutcome {
  readonly appended: number;
  readonly setAside: number;
  /** Absent when the source had asked for a wait that is not over, and was left alone. */
  readonly watermark?: string;
}

const dayMs = 24 * 60 * 60_000;
const widestWindowMs = dayMs;
const reconcileWindowMs = 7 * dayMs;
const mostPasses = 5;
const mostConflicts = 10;
// A wait further away than this was not meant.
const longestRestMs = 60 * 60_000;

export type Poll = (run: PollRun) => Promise<PollOutcome>;

/**
 * Makes a poller of one source. Each poll reads from the watermark less an overlap up to a bound frozen by the vendor's
 * own clock, appends what the log does not hold yet, and moves the watermark only over windows that were read to their
 * end. Once a day it goes over the last seven days, for records that came later than the overlap. A source that asks for
 * a wait is left alone until it is over.
 */
export const createPoller = ({
  log,
  tenantId,
  source,
  clock,
  read,
  overlapMs,
  initialLookbackMs,
  keptMs = Number.POSITIVE_INFINITY,
  records = 'versioned',
}: PollOptions): Poll => {
  const seen = createSeenEvents(log, source);
  const reported = new Set<string>();

  const isKnown: IsKnown = (recordId, version) => seen.hasVersion(versionHash(tenantId, source, recordId, version));

  const serverTime = async (): Promise<string> => {
    const known = clock.now();
    if (known) return known.toISOString();
    const local = new Date().toISOString();
    for await (const page of read({ from: local, to: local }, isKnown)) clock.learn(page.serverTime);
    return (clock.now() ?? new Date(local)).toISOString();
  };

  const poll: Poll = async ({ correlationId, log: lines, onAppended }) => {
    const polledAt = await serverTime();
    let head = await log.head(source);
    let appended = 0;
    let setAside = 0;

    const startedAt = head.startedAt ?? shifted(polledAt, -initialLookbackMs);
    const watermark = head.watermark ?? startedAt;
    const reconciles = Date.parse(polledAt) - Date.parse(head.reconciledAt ?? polledAt) >= dayMs;
    const overlapFrom = shifted(watermark, -overlapMs);
    // What was recorded before the installation began to look is not ours to raise.
    const reconcileFrom = later(shifted(polledAt, -reconcileWindowMs), shifted(startedAt, -overlapMs));
    const wanted = reconciles && reconcileFrom < overlapFrom ? reconcileFrom : overlapFrom;
    // What the log has dropped cannot be told from what is new, so nothing is read again from before.
    const unread = later(wanted, earlier(watermark, head.keptSince ?? ''));
    const from = later(unread, Number.isFinite(keptMs) ? shifted(polledAt, -keptMs) : '');
    if (head.watermark !== undefined && watermark < from)
      lines.warn('The vendor no longer keeps what was recorded in a time that was not read', {
        source,
        from: watermark,
        to: from,
      });
    const to = later(polledAt, watermark);

    const report = async (faults: SourcePage['setAside']): Promise<void> => {
      // The overlap is read again and again; a record is reported once.
      const fresh = new Map(faults.map((fault) => [`${fault.recordId} ${fault.reason}`, fault]));
      for (const told of reported) fresh.delete(told);
      await log.setAside.note(source, [...fresh.values()]);
      if (reported.size > 10_000) reported.clear();
      for (const [name, { recordId, reason }] of fresh) {
        reported.add(name);
        setAside++;
        lines.warn('A record could not be mapped and was set aside', { source, recordId, reason });
      }
    };

    // What the log remembers stays so; what this poll or somebody else adds meanwhile is in `seen`.
    const remembered = new Map<string, Promise<ReadonlySet<string>>>();
    const isRemembered = async (record: string, createdAt: string): Promise<boolean> => {
      const hour = hourOf(createdAt);
      const ofHour = remembered.get(hour) ?? log.recordsOfHour(source, hour);
      remembered.set(hour, ofHour);
      return (await ofHour).has(record);
    };

    const classify = async (drafts: readonly EventDraft[]): Promise<NewEvent[]> => {
      const events: NewEvent[] = [];
      const taken = new Set<string>();
      for (const draft of drafts) {
        const { recordId, version, createdAt } = draft;
        const hash = versionHash(tenantId, source, recordId, version);
        // A page may name a record twice.
        if (seen.hasVersion(hash) || taken.has(hash)) continue;
        taken.add(hash);
        const record = recordHash(tenantId, source, recordId);
        // A record that came into being within the window cannot have been seen before the window.
        const known =
          seen.hasRecord(record) ||
          (createdAt < from && head.nextSequence > 1 && (await isRemembered(record, createdAt)));
        if (known && records === 'final') continue;
        events.push({ draft, change: known ? 'updated' : 'raised' });
      }
      return events;
    };

    const append = async (events: readonly NewEvent[], upperBound: string): Promise<void> => {
      for (let rest = events; rest.length; ) {
        const done = await log.append(source, head, { events: rest, upperBound, correlationId });
        ({ head, rest } = done);
        done.entries.forEach(seen.add);
        await report(
          done.tooLarge.map(({ draft }) => ({ recordId: draft.recordId, reason: 'It is larger than 1 MiB.' })),
        );
        appended += done.entries.length;
        if (done.entries.length) await onAppended(done.entries);
      }
    };

    // Somebody else may write to the log as well: what they wrote is then known, and the rest is tried again.
    const afterConflicts = async (work: () => Promise<void>): Promise<void> => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await work();
        } catch (error) {
          if (!(error instanceof RowConflict) || attempt === mostConflicts) throw error;
          head = await log.head(source);
          await seen.load(from, head.nextSequence);
        }
      }
    };

    const readOnce = async (window: TimeWindow): Promise<number> => {
      let pages = 0;
      for await (const page of readAhead(read(window, isKnown))) {
        pages++;
        clock.learn(page.serverTime);
        await report(page.setAside);
        const drafts = page.drafts.toSorted((one, other) => (one.recordedAt < other.recordedAt ? -1 : 1));
        await afterConflicts(async () => append(await classify(drafts), window.to));
      }
      return pages;
    };

    // Pages shift when a record changes while they are read, and one may slip through. The overlap finds it in the next
    // polls; a window that reaches further back is read until a pass finds nothing new.
    const readWindow = async (window: TimeWindow): Promise<void> => {
      const readAgainLater = window.from >= shifted(polledAt, -2 * overlapMs);
      for (let pass = 1; ; pass++) {
        const before = appended;
        const pages = await readOnce(window);
        if (pages <= 1 || readAgainLater || appended === before) return;
        if (pass === mostPasses)
          throw new Error(`Source ${source} kept changing while it was read from ${window.from}.`);
      }
    };

    await seen.load(from, head.nextSequence);
    for (let start = from; start < to; ) {
      const end = earlier(shifted(start, widestWindowMs), to);
      await readWindow({ from: start, to: end });
      start = end;
      await afterConflicts(async () => {
        const progress = {
          startedAt: head.startedAt ?? startedAt,
          watermark: later(end, head.watermark ?? end),
          lastPolledAt: later(polledAt, head.lastPolledAt ?? polledAt),
          ...((head.reconciledAt === undefined || (reconciles && end === to)) && { reconciledAt: polledAt }),
        };
        head = await log.advance(source, head, progress);
      });
    }
    return { appended, setAside, watermark: head.watermark ?? to };
  };

  let restUntilMs = 0;
  return async (run) => {
    if (performance.now() < restUntilMs) return { appended: 0, setAside: 0 };
    try {
      return await poll(run);
    } catch (error) {
      if (error instanceof UpstreamError && error.retryAfterMs !== undefined)
        restUntilMs = performance.now() + Math.min(error.retryAfterMs, longestRestMs);
      throw error;
    }
  };
};

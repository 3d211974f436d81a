import type { EventLog } from '../events/eventLog.ts';
import { shifted } from '../events/isoTime.ts';
import { createPoller, type Poll, type SourcePage, type TimeWindow } from '../events/poller.ts';
import { createServerClock, type ServerClock } from '../events/serverClock.ts';
import type { ContentPage } from '../integrations/activityFeed/activityFeed.ts';
import type { ContentType } from '../integrations/activityFeed/contentType.ts';
import { type ActivitySource, activitySources } from './activitySource.ts';
import { createContentMemory } from './contentMemory.ts';
import { type ReadActivityOptions, readActivity } from './readActivity.ts';

/** The poll of one source of the activity feed. */
export interface ActivityPoll {
  readonly source: ActivitySource;
  readonly poll: Poll;
}

interface ActivityPollsOptions extends Omit<ReadActivityOptions, 'contentType' | 'reading' | 'isLate'> {
  readonly contentTypes: readonly ContentType[];
  readonly log: EventLog;
  readonly tenantId: string;
  readonly overlapMs: number;
  readonly initialLookbackMs: number;
  readonly monotonicMs?: () => number;
}

const minuteMs = 60_000;
// The feed refuses what begins more than seven days ago by its own clock; a call takes a while to get there.
const keptMs = 7 * 24 * 60 * minuteMs - 5 * minuteMs;
// The feed takes no second request to start within this time.
const startPauseMs = 15 * minuteMs;
// All types together stay within what the host gives a function, so that a poll ends before it is ended.
const allPollsMs = 8 * minuteMs;

/** Makes the polls of the types of content that are read, each with a watermark of its own. */
export const createActivityPolls = (options: ActivityPollsOptions): readonly ActivityPoll[] => {
  const clock = createServerClock(options.monotonicMs);
  const budgetMs = allPollsMs / options.contentTypes.length;
  return options.contentTypes.map((contentType) => pollOf(contentType, { ...options, clock, budgetMs }));
};

async function* timeOf(pages: AsyncIterable<ContentPage>): AsyncGenerator<SourcePage> {
  for await (const { date: serverTime } of pages) yield { drafts: [], setAside: [], serverTime };
}

function pollOf(
  contentType: ContentType,
  options: ActivityPollsOptions & { readonly clock: ServerClock; readonly budgetMs: number },
): ActivityPoll {
  const {
    feed,
    lookup,
    auditOperations,
    noteTold,
    budgetMs,
    monotonicMs = () => performance.now(),
    ...poller
  } = options;
  const records = { feed, lookup, auditOperations, ...(noteTold && { noteTold }) };
  const source = activitySources[contentType];
  const memory = createContentMemory();
  let reading = memory.begin();
  let deadlineMs = 0;
  let isStarted = false;
  let startedAtMs = Number.NEGATIVE_INFINITY;

  /** The service collects nothing before it is asked to, and forgets when an administrator stops it. */
  const start = async (): Promise<Date | undefined> => {
    if (isStarted || monotonicMs() - startedAtMs < startPauseMs) return undefined;
    const serverTime = await feed.start(contentType);
    startedAtMs = monotonicMs();
    isStarted = true;
    return serverTime;
  };

  async function* read(window: TimeWindow): AsyncGenerator<SourcePage> {
    // A window is asked for once all of the one before it is in the log.
    reading.keep();
    reading = memory.begin();
    const serverTime = await start();
    if (serverTime !== undefined) yield { drafts: [], setAside: [], serverTime };
    // A window without extent only asks for the time, which every listing tells.
    if (window.from === window.to)
      yield* timeOf(feed.list(contentType, { ...window, from: shifted(window.from, -minuteMs) }));
    else yield* readActivity(window, { ...records, contentType, reading, isLate });
  }

  const isLate = (): boolean => monotonicMs() > deadlineMs;

  const poll = createPoller({ ...poller, source, read, keptMs, records: 'final' });
  return {
    source,
    async poll(run) {
      reading = memory.begin();
      deadlineMs = monotonicMs() + budgetMs;
      try {
        const outcome = await poll(run);
        reading.keep();
        return outcome;
      } catch (error) {
        isStarted = false;
        throw error;
      }
    },
  };
}

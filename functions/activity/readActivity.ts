import type { EventDraft } from '../events/event.ts';
import type { SourcePage, TimeWindow } from '../events/poller.ts';
import type { SetAsideRecord } from '../events/setAside.ts';
import type { NoteTold } from '../events/toldUploads.ts';
import type { ActivityFeed, Content } from '../integrations/activityFeed/activityFeed.ts';
import type { ContentType } from '../integrations/activityFeed/contentType.ts';
import { feedService } from '../integrations/activityFeed/feedFault.ts';
import { UnmappableRecord } from '../integrations/vendorJson/unmappableRecord.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import { activityDrafts, type DraftOptions } from './activityDrafts.ts';
import { activitySources } from './activitySource.ts';
import type { ContentReading } from './contentMemory.ts';

export interface ReadActivityOptions extends Pick<DraftOptions, 'lookup' | 'auditOperations'> {
  readonly feed: ActivityFeed;
  readonly contentType: ContentType;
  readonly reading: ContentReading;
  /** Left out: nothing is noted. */
  readonly noteTold?: NoteTold;
  /** Whether the time that this poll may take has passed. */
  readonly isLate: () => boolean;
}

// The feed allows 2,000 requests a minute to all publishers of a tenant together.
const fetchedAtOnce = 8;

/**
 * Reads the records whose content became available in a window, a handful of contents at a time and in no particular
 * order. What fails throws, and nothing after it is read.
 */
export async function* readActivity(window: TimeWindow, options: ReadActivityOptions): AsyncGenerator<SourcePage> {
  const { feed, contentType, reading } = options;
  for await (const { contents, unusable, date: serverTime } of feed.list(contentType, window)) {
    yield { drafts: [], setAside: unusable.map((reason) => ({ reason })), serverTime };
    const unread = contents.filter(({ contentId }) => !reading.has(contentId));
    for (let at = 0; at < unread.length; at += fetchedAtOnce) {
      if (options.isLate())
        throw new UpstreamError({
          service: feedService,
          kind: 'throttled',
          detail: 'it has more to read than one run may take. The next one goes on behind what this one has read.',
        });
      const batch = unread.slice(at, at + fetchedAtOnce);
      const read = await Promise.all(batch.map((content) => readContent(content, options)));
      for (const { contentId } of batch) reading.note(contentId);
      yield {
        drafts: read.flatMap(({ drafts }) => drafts),
        setAside: read.flatMap(({ setAside }) => setAside),
        serverTime,
      };
    }
  }
}

const whyNot = { gone: 'The feed keeps this content no longer.', tooLarge: 'This content is larger than 32 MB.' };

async function readContent(
  content: Content,
  { feed, contentType, lookup, auditOperations, noteTold }: Omit<ReadActivityOptions, 'reading' | 'isLate'>,
): Promise<{ readonly drafts: readonly EventDraft[]; readonly setAside: SetAsideRecord[] }> {
  const { contentId, createdAt: availableAt } = content;
  const records = await feed.records(content);
  if (typeof records === 'string') return { drafts: [], setAside: [{ recordId: contentId, reason: whyNot[records] }] };
  const drafts: EventDraft[] = [];
  const setAside: SetAsideRecord[] = [];
  for (const record of records) {
    try {
      const source = activitySources[contentType];
      drafts.push(...(await activityDrafts(record, { source, availableAt, lookup, auditOperations })));
    } catch (error) {
      if (!(error instanceof UnmappableRecord)) throw error;
      const { recordId, message: reason } = error;
      setAside.push({ ...(recordId !== undefined && { recordId }), reason });
    }
  }
  return { drafts: noteTold ? await noteTold(drafts) : drafts, setAside };
}

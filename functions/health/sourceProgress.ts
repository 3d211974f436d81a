import type { Source } from '../events/event.ts';
import type { EventLog } from '../events/eventLog.ts';

/** How far a source of the event log has been read. */
export interface SourceProgress {
  readonly source: Source;
  /** The sequence of its newest event; 0 while there is none. */
  readonly headSequence: number;
  /** How many of its events are kept. */
  readonly stored: number;
  readonly lastPolledAt?: string;
  /** Everything recorded before this is in the log. */
  readonly watermark?: string;
  /** How far the watermark lies back. */
  readonly lagSeconds?: number;
}

/** How far each of the sources has been read. */
export const sourceProgress = (log: Pick<EventLog, 'head'>, sources: readonly Source[]): Promise<SourceProgress[]> =>
  Promise.all(
    sources.map(async (source) => {
      const { lastPolledAt, watermark, nextSequence, firstSequence } = await log.head(source);
      return {
        source,
        headSequence: nextSequence - 1,
        stored: Math.max(0, nextSequence - firstSequence),
        ...(lastPolledAt !== undefined && { lastPolledAt }),
        ...(watermark !== undefined && {
          watermark,
          lagSeconds: Math.max(0, Math.round((Date.now() - Date.parse(watermark)) / 1_000)),
        }),
      };
    }),
  );

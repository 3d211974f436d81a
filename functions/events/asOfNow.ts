import type { Source } from './event.ts';
import type { EventLog } from './eventLog.ts';

/** The log up to where it ends now: of many followers who have come to that end, none looks for more. */
export const asOfNow = (log: Pick<EventLog, 'head' | 'after'>): Pick<EventLog, 'after'> => {
  const ends = new Map<Source, Promise<number>>();
  const endOf = async (source: Source): Promise<number> => (await log.head(source)).nextSequence - 1;
  return {
    async after(source, sequence) {
      const end = ends.get(source) ?? endOf(source);
      ends.set(source, end);
      return sequence < (await end) ? log.after(source, sequence) : [];
    },
  };
};

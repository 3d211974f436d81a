import { entriesSince } from './entriesSince.ts';
import type { EventDraft, Source } from './event.ts';
import type { EventLog } from './eventLog.ts';
import { shifted } from './isoTime.ts';
import type { LogEntry } from './logEntry.ts';

/** Notes with the uploads among some events which events of other sources told them before. */
export type NoteTold = (drafts: readonly EventDraft[]) => Promise<readonly EventDraft[]>;

type Upload = Pick<EventDraft, 'facets' | 'occurredAt'>;

// The clocks of the services that write alerts and records differ, and so do their notions of when it happened.
const slackMs = 60 * 60_000;
// Where more has been recorded since, the rest is not looked through: to tell a thing twice is better than to be late.
const mostScanned = 50_000;
// An alert may stand for hundreds of records; filters that let any of them through let most through.
const mostTold = 5;
const commonWords = new Set(['www', 'com', 'net', 'org', 'exe']);

/**
 * Compares with what these sources have told. No interface says which alert and which record are about one upload, so
 * they are judged by person, file, app and time.
 */
export const noteToldBy =
  (log: Pick<EventLog, 'after' | 'sequenceBefore'>, sources: readonly Source[]): NoteTold =>
  async (drafts) => {
    const [earliest] = drafts
      .filter((draft) => isUpload(draft) && draft.facets.named?.file?.length)
      .map(({ occurredAt }) => occurredAt)
      .toSorted();
    if (earliest === undefined) return drafts;
    const entries: LogEntry[] = [];
    const since = { from: shifted(earliest, -slackMs), most: mostScanned };
    for (const source of sources)
      for await (const page of entriesSince(log, source, since))
        entries.push(...page.filter((entry) => isUpload(entry) && entry.target === undefined));
    return drafts.map((draft) => {
      const told = isUpload(draft) ? entries.filter((entry) => isSame(draft, entry)).slice(0, mostTold) : [];
      if (told.length === 0) return draft;
      const named = told.map(({ source, sequence, change, recordedAt, facets: { told: _, ...facets } }) => {
        return { source, sequence, change, recordedAt, facets };
      });
      return { ...draft, facets: { ...draft.facets, told: named } };
    });
  };

const isUpload = ({ type }: Pick<EventDraft, 'type'>): boolean => type === 'shadowItUpload';

/** The same person and file, the same app as far as both name one, at about the same time. */
function isSame(draft: Upload, entry: LogEntry): boolean {
  const [ours, theirs] = [draft.facets, entry.facets];
  return (
    share(lowered(ours.users), lowered(theirs.users)) &&
    holdsAll(lowered(theirs.named?.file), lowered(ours.named?.file)) &&
    isSameApp(ours.named?.app, theirs.named?.app) &&
    Math.abs(Date.parse(draft.occurredAt) - Date.parse(JSON.parse(entry.json).occurredAt)) <= slackMs
  );
}

/** Alerts name apps as people do, records name domains: `Google Drive` is `drive.google.com`. */
function isSameApp(ours: readonly string[] = [], theirs: readonly string[] = []): boolean {
  const [one, other] = [ours.flatMap(words), theirs.flatMap(words)];
  return one.length === 0 || other.length === 0 || share(one, other);
}

/** What tells an app from others: neither the ending of a domain or a program, nor what many domains have in common. */
function words(name: string): readonly string[] {
  const lower = name.toLowerCase();
  const found = lower.replace(/^(\S+)\.[^\s.]+$/, '$1').match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  const telling = found.filter((word) => !commonWords.has(word));
  return telling.length > 0 ? telling : [lower];
}

const lowered = (names: readonly string[] = []): readonly string[] => names.map((name) => name.toLowerCase());
const share = (ones: readonly string[], others: readonly string[]): boolean => ones.some((one) => others.includes(one));
const holdsAll = (all: readonly string[], some: readonly string[]): boolean =>
  some.length > 0 && some.every((one) => all.includes(one));

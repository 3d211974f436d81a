import { entriesSince } from '../events/entriesSince.ts';
import type { EventLog } from '../events/eventLog.ts';
import { shifted } from '../events/isoTime.ts';
import type { LogEntry } from '../events/logEntry.ts';
import type { RuleMatch } from '../events/ruleMatch.ts';
import { Problem } from '../runtime/problem.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import type { Alert } from './alert.ts';
import { belongsTo, windowOf } from './belongsTo.ts';

/** Joins DLP alerts with the matches of rules behind them, which the audit log tells later and elsewhere. */
export interface RuleMatches {
  /** The same alerts, those of data loss prevention with what the event log holds of their matches now. */
  join(alerts: readonly Alert[]): Promise<Alert[]>;
  /** The same, with what the preview interface tells besides where it is switched on. */
  joinFully(alerts: readonly Alert[]): Promise<Alert[]>;
}

/** Matches of an alert by another way than the activity feed. */
export type OtherMatches = (alert: Alert) => Promise<readonly RuleMatch[]>;

interface RuleMatchesOptions {
  readonly log: Pick<EventLog, 'after' | 'sequenceBefore'>;
  /** `unread`: the setting leaves DLP content out, so no match can ever come. */
  readonly dlpContent: 'read' | 'unread';
  readonly otherMatches?: OtherMatches;
  readonly now: () => Date;
}

const source = 'dlpActivity';
// The feed gives records out within a day as a rule; after that nobody should wait for them.
const awaitedMs = 24 * 60 * 60_000;
// Where more has been recorded since an alert, its matches are not looked for to the end.
const mostScanned = 50_000;
const mostMatches = 50;

export const createRuleMatches = ({ log, dlpContent, otherMatches, now }: RuleMatchesOptions): RuleMatches => {
  /** What may belong to one of the alerts, read from the log in one go; by each name that joins it with an alert. */
  const candidates = async (alerts: readonly Alert[]): Promise<ReadonlyMap<string, readonly RuleMatch[]>> => {
    const found = new Map<string, RuleMatch[]>();
    const wanted = new Set(alerts.flatMap(joinKeys));
    const [from] = alerts.map((alert) => windowOf(alert).from).toSorted();
    if (from === undefined || dlpContent === 'unread') return found;
    for await (const page of entriesSince(log, source, { from, most: mostScanned })) {
      for (const entry of page) {
        const keys = entryKeys(entry).filter((key) => wanted.has(key));
        if (keys.length === 0) continue;
        const match: RuleMatch = JSON.parse(entry.json).ruleMatch;
        for (const key of keys) found.set(key, [...(found.get(key) ?? []), match]);
      }
    }
    return found;
  };

  const isAwaited = ({ createdAt }: Alert): boolean =>
    (dlpContent === 'read' || otherMatches !== undefined) && shifted(createdAt, awaitedMs) > now().toISOString();

  const joined = (alert: Alert, matches: readonly RuleMatch[]): Alert => {
    const { ruleMatches: before = [], ...rest } = alert;
    // What was known once stays known, whoever is away now.
    const own = onceEach([...before, ...matches.filter((match) => belongsTo(alert, match))]).slice(0, mostMatches);
    if (own.length > 0) return { ...rest, enrichment: 'complete', ruleMatches: own };
    return { ...rest, enrichment: isAwaited(alert) ? 'pending' : 'unavailable' };
  };

  const joinWith = async (alerts: readonly Alert[], others: OtherMatches): Promise<Alert[]> => {
    const found = await candidates(alerts.filter(isOfDlp));
    const all: Alert[] = [];
    for (const alert of alerts) {
      const matches = joinKeys(alert).flatMap((key) => found.get(key) ?? []);
      const ofLog = isOfDlp(alert) ? joined(alert, matches) : alert;
      // One call for each alert, so none for those whose matches are known or past hope.
      all.push(ofLog.enrichment === 'pending' ? joined(alert, await others(alert)) : ofLog);
    }
    return all;
  };

  return {
    join: (alerts) => joinWith(alerts, async () => []),
    joinFully: (alerts) => joinWith(alerts, (alert) => optional(otherMatches, alert)),
  };
};

const isOfDlp = ({ product }: Alert): boolean => product === 'dlp';

const lowered = (names: readonly (string | undefined)[]): string[] =>
  names.flatMap((name) => name?.toLowerCase() ?? []);

const joinKeys = ({ policyId, policyName, detectorId, providerAlertId }: Alert): string[] =>
  lowered([policyId, policyName, detectorId, providerAlertId]);

/** From the facets alone: most entries belong to no alert, and reading their JSON costs more. */
const entryKeys = ({ type, target, facets: { policies = [], named } }: LogEntry): string[] =>
  type === 'dlpRuleMatch' && target === undefined ? lowered([...policies, ...(named?.incident ?? [])]) : [];

const onceEach = (matches: readonly RuleMatch[]): RuleMatch[] =>
  [...new Map(matches.map((match) => [match.recordId, match])).values()].sort((one, other) =>
    one.occurredAt < other.occurredAt ? -1 : 1,
  );

/** A preview interface that is refused or away must not take away what is known without it. */
async function optional(otherMatches: OtherMatches | undefined, alert: Alert): Promise<readonly RuleMatch[]> {
  try {
    return (await otherMatches?.(alert)) ?? [];
  } catch (error) {
    if (error instanceof Problem || error instanceof UpstreamError) return [];
    throw error;
  }
}

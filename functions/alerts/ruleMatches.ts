import { setImmediate } from 'node:timers/promises';
import { entriesSinceEach } from '../events/entriesSinceEach.ts';
import type { EventLog } from '../events/eventLog.ts';
import { fitting, roomBeside } from '../events/eventRoom.ts';
import { shifted } from '../events/isoTime.ts';
import type { LogEntry } from '../events/logEntry.ts';
import type { RuleMatch } from '../events/ruleMatch.ts';
import type { Alert } from './alert.ts';
import { toAlertDraft } from './alertDraft.ts';
import { askOthers, type OtherMatches, type ToldMatches } from './askOthers.ts';
import { beginOf, belongsTo, type MatchTraits, traitsOfAlert, traitsOfMatch } from './belongsTo.ts';

/** Joins DLP alerts with the matches of rules behind them, which the audit log tells later and elsewhere. */
export interface RuleMatches {
  /** The same alerts, those of data loss prevention with what the event log holds of their matches now, or others told. */
  join(alerts: readonly Alert[], told?: ToldMatches): Promise<Alert[]>;
  /** What the preview interface tells of alerts without matches, where it is switched on; many alerts take a minute. */
  ask(alerts: readonly Alert[]): Promise<ToldMatches>;
  /** Joins with what the log holds, and asks about those of which it holds nothing. */
  joinFully(alerts: readonly Alert[]): Promise<Alert[]>;
}

interface RuleMatchesOptions {
  readonly log: Pick<EventLog, 'head' | 'after' | 'sequenceBefore'>;
  /** `unread`: the setting leaves DLP content out, so no match can ever come. */
  readonly dlpContent: 'read' | 'unread';
  readonly otherMatches?: OtherMatches;
  readonly now: () => Date;
}

const source = 'dlpActivity';
// The feed gives records out within a day as a rule; after that nobody should wait for them.
const awaitedMs = 24 * 60 * 60_000;
// Where more has been recorded since an alert, its matches are not looked for to the end; nor, where alerts are of many
// different times, are those of the oldest.
const mostScanned = { each: 50_000, all: 200_000 };
const mostMatches = 50;

/** A match that may belong to an alert. */
interface Candidate {
  readonly match: RuleMatch;
  readonly traits: MatchTraits;
}

export const createRuleMatches = ({ log, dlpContent, otherMatches, now }: RuleMatchesOptions): RuleMatches => {
  /** What may belong to one of the alerts, read from the log in one go; by each name that joins it with an alert. */
  const read = async (alerts: readonly Alert[]): Promise<ReadonlyMap<string, readonly Candidate[]>> => {
    if (dlpContent === 'unread') return new Map();
    const keys = alerts.flatMap((alert) => [...policyKeys(alert), ...incidentKeys(alert)]);
    const found = new Map<string, Candidate[]>(keys.map((key) => [key, []]));
    for await (const page of entriesSinceEach(log, source, alerts.map(beginOf), mostScanned)) {
      for (const entry of page) {
        const wanted = entryKeys(entry).filter((key) => found.has(key));
        if (wanted.length === 0) continue;
        const candidate = candidateOf(JSON.parse(entry.json).ruleMatch);
        for (const key of wanted) found.get(key)?.push(candidate);
      }
    }
    return found;
  };

  /** Gives what may belong to each of the alerts. */
  const candidates = async (alerts: readonly Alert[]): Promise<(alert: Alert) => readonly Candidate[]> => {
    const found = await read(alerts);
    const under = (keys: readonly string[]) => [...new Set(keys.flatMap((key) => found.get(key) ?? []))];
    // In a storm, many alerts are of one policy.
    const ofPolicy = new Map<string, readonly Candidate[]>();
    return (alert) => {
      const keys = policyKeys(alert);
      const policy = keys.join('\n');
      const same = ofPolicy.get(policy) ?? under(keys);
      ofPolicy.set(policy, same);
      return [...same, ...under(incidentKeys(alert))];
    };
  };

  const isAwaited = ({ createdAt }: Alert): boolean =>
    (dlpContent === 'read' || otherMatches !== undefined) && shifted(createdAt, awaitedMs) > now().toISOString();

  const joined = (alert: Alert, possible: readonly Candidate[]): Alert => {
    const { ruleMatches: before = [], ...rest } = alert;
    const found = possible.length > 0 ? belonging(alert, possible) : [];
    // What the alert comes with stays known, whoever is away now.
    const own = withinRoom(rest, onceEach([...before, ...found]).slice(0, mostMatches));
    if (own.length > 0) return { ...rest, enrichment: 'complete', ruleMatches: own };
    return { ...rest, enrichment: isAwaited(alert) ? 'pending' : 'unavailable' };
  };

  const ofLog = async (alerts: readonly Alert[]): Promise<Alert[]> => {
    const candidatesOf = await candidates(alerts.filter(isOfDlp));
    const all: Alert[] = [];
    for (const alert of alerts) {
      const possible = isOfDlp(alert) ? candidatesOf(alert) : [];
      // In a storm, to compare all of them takes seconds, and deliveries go on in between.
      if (possible.length > 0) await setImmediate();
      all.push(isOfDlp(alert) ? joined(alert, possible) : alert);
    }
    return all;
  };

  const besides = (alerts: readonly Alert[], told: ToldMatches): Alert[] =>
    alerts.map((alert) =>
      alert.enrichment === 'pending' ? joined(alert, (told.get(alert.alertId) ?? []).map(candidateOf)) : alert,
    );

  const ask = async (alerts: readonly Alert[]): Promise<ToldMatches> => {
    if (otherMatches === undefined) return new Map();
    // One call for each alert, so none for those whose matches are known or past hope.
    const unknown = alerts.filter((alert) => isOfDlp(alert) && !alert.ruleMatches && isAwaited(alert));
    return askOthers(otherMatches, unknown, now);
  };

  return {
    join: async (alerts, told = new Map()) => besides(await ofLog(alerts), told),
    ask,
    joinFully: async (alerts) => {
      const known = await ofLog(alerts);
      return besides(known, await ask(known));
    },
  };
};

const belonging = (alert: Alert, possible: readonly Candidate[]): RuleMatch[] => {
  const traits = traitsOfAlert(alert);
  return possible.filter((candidate) => belongsTo(traits, candidate.traits)).map(({ match }) => match);
};

/** Those that leave the alert an event that a row can hold; filters ask for names in them, which are stored twice. */
const withinRoom = (alert: Alert, matches: RuleMatch[]): RuleMatch[] =>
  matches.length > 0 ? fitting(matches, roomBeside(toAlertDraft(alert)) / 2) : matches;

const candidateOf = (match: RuleMatch): Candidate => ({ match, traits: traitsOfMatch(match) });

const isOfDlp = ({ product }: Alert): boolean => product === 'dlp';

const lowered = (names: readonly (string | undefined)[]): string[] =>
  names.flatMap((name) => name?.toLowerCase() ?? []);

const policyKeys = ({ policyId, policyName }: Alert): string[] => lowered([policyId, policyName]);
const incidentKeys = ({ detectorId, providerAlertId }: Alert): string[] => lowered([detectorId, providerAlertId]);

/** From the facets alone: most entries belong to no alert, and reading their JSON costs more. */
const entryKeys = ({ type, target, facets: { policies = [], named } }: LogEntry): string[] =>
  type === 'dlpRuleMatch' && target === undefined ? lowered([...policies, ...(named?.incident ?? [])]) : [];

const onceEach = (matches: readonly RuleMatch[]): RuleMatch[] =>
  [...new Map(matches.map((match) => [match.recordId, match])).values()].sort((one, other) =>
    one.occurredAt < other.occurredAt ? -1 : 1,
  );

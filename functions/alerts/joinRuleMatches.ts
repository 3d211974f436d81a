import { createHash } from 'node:crypto';
import type { EventLog, NewEvent } from '../events/eventLog.ts';
import { shifted } from '../events/isoTime.ts';
import type { LogEntry } from '../events/logEntry.ts';
import { timer } from '../runtime/timer.ts';
import { RowConflict } from '../storage/rowConflict.ts';
import { type Hints, untold } from '../subscriptions/hints.ts';
import type { Alert } from './alert.ts';
import { toAlertDraft } from './alertDraft.ts';
import type { ToldMatches } from './askOthers.ts';
import type { RuleMatches } from './ruleMatches.ts';

interface Dependencies {
  readonly log: EventLog;
  readonly ruleMatches: RuleMatches;
  readonly hints: Pick<Hints, 'wakeFor'>;
}

// Longer than matches are waited for, so that an outage of a day leaves no alert waiting for ever.
const lookedBackMs = 3 * 24 * 60 * 60_000;
const mostConflicts = 10;

export const joinRuleMatches = timer({
  name: 'JoinRuleMatches',
  schedule: 'ACTIVITY_POLL_SCHEDULE',
  description: 'Adds to recent DLP alerts what the activity feed has told of their rule matches since, as updates.',
  graph: {},
  // For the preview that DLP_ALERT_EVENTS turns on.
  optional: ['SecurityEvents.Read.All'],
  run: async ({ log, ruleMatches, hints }: Dependencies, { correlationId, log: lines }) => {
    let told: ToldMatches | undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        // The head is read before the alerts are: whoever writes in between makes this attempt void.
        let head = await log.head('alerts');
        const last = await lastAlerts(log);
        const alerts = last.map(({ alert }) => alert);
        // To ask may take longer than the poll leaves between its writes, so the answers outlast a void attempt.
        told ??= await ruleMatches.ask(alerts);
        let joined = 0;
        for (let rest = lateDetail(last, await ruleMatches.join(alerts, told)); rest.length > 0; ) {
          const done = await log.append('alerts', head, {
            events: rest,
            upperBound: head.watermark ?? '',
            correlationId,
          });
          ({ head, rest } = done);
          joined += done.entries.length;
          for (const { draft } of done.tooLarge)
            lines.warn('An alert with its rule matches is too large for the log', { alertId: draft.recordId });
          await hints.wakeFor(done.entries).catch(untold(lines));
        }
        if (joined > 0) lines.info('Rule matches were joined with their alerts', { alerts: joined });
        return;
      } catch (error) {
        if (!(error instanceof RowConflict) || attempt === mostConflicts) throw error;
      }
    }
  },
});

/** The alerts of whose matches more, or less hope, is known than their last event says. */
function lateDetail(last: readonly LastAlert[], joined: readonly Alert[]): readonly NewEvent[] {
  return joined.flatMap((alert, index) => {
    const detail = detailOf(alert);
    if (detail === last[index]?.detail) return [];
    const draft = toAlertDraft(alert);
    // One for each state of knowledge, so that the log admits it once.
    const version = `${draft.version}+${createHash('sha256').update(detail).digest('base64url').slice(0, 22)}`;
    return [{ draft: { ...draft, version }, change: 'updated' as const }];
  });
}

const detailOf = ({ enrichment, ruleMatches = [] }: Alert): string =>
  [enrichment, ...ruleMatches.map(({ recordId }) => recordId)].join('\n');

/** An alert as its last event has it, with the matches that are known. */
interface LastAlert {
  readonly alert: Alert;
  /** What the event itself says of the matches. */
  readonly detail: string;
}

/** Each recent DLP alert; an old one that was changed of late is not recent. */
async function lastAlerts(log: EventLog): Promise<readonly LastAlert[]> {
  const events: LogEntry[] = [];
  const since = shifted(new Date().toISOString(), -lookedBackMs);
  let at = await log.sequenceDetectedBefore('alerts', since);
  for (let page = await log.after('alerts', at); page.length > 0; page = await log.after('alerts', at)) {
    at = page.at(-1)?.sequence ?? at;
    events.push(...page.filter(({ type, target }) => type === 'dlpAlert' && target === undefined));
  }
  const byAlert = Map.groupBy(events, ({ record }) => record);
  return [...byAlert.values()].flatMap(lastAlert).filter(({ alert }) => alert.createdAt >= since);
}

function lastAlert(events: readonly LogEntry[]): LastAlert[] {
  const alertOf = ({ json }: LogEntry): Alert => JSON.parse(json).alert;
  const [last, ...earlier] = events.toReversed();
  if (last === undefined) return [];
  const alert = alertOf(last);
  const detail = detailOf(alert);
  if (alert.ruleMatches) return [{ alert, detail }];
  // The poll asks the log alone when the alert has changed, and the log may not hold what an earlier event says.
  const ruleMatches = earlier.map((event) => alertOf(event).ruleMatches).find((matches) => matches !== undefined);
  return [{ alert: { ...alert, ...(ruleMatches && { ruleMatches }) }, detail }];
}

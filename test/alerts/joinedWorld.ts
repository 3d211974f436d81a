import { activityDrafts } from '../../functions/activity/activityDrafts.ts';
import type { Alert } from '../../functions/alerts/alert.ts';
import { toAlertDraft } from '../../functions/alerts/alertDraft.ts';
import type { OtherMatches } from '../../functions/alerts/askOthers.ts';
import { joinRuleMatches } from '../../functions/alerts/joinRuleMatches.ts';
import { createRuleMatches } from '../../functions/alerts/ruleMatches.ts';
import { toAlert } from '../../functions/alerts/toAlert.ts';
import type { EventDraft, Source } from '../../functions/events/event.ts';
import { createEventLog, type EventLog } from '../../functions/events/eventLog.ts';
import type { LogEntry } from '../../functions/events/logEntry.ts';
import type { Log } from '../../functions/runtime/log.ts';
import type { dlpRecord } from '../../sandbox/activityFeed/dlpRecord.ts';
import { dlpPolicies } from '../../sandbox/contoso/dlpPolicies.ts';
import { sites } from '../../sandbox/contoso/sites.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { alertRecord } from '../../sandbox/graph/alertRecord.ts';
import { type DlpMatch, dlpAlert } from '../../sandbox/graph/dlpAlert.ts';
import { contosoLabels } from '../activity/startActivity.ts';
import { silentLog } from '../silentLog.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';

const policy = dlpPolicies.financialData;

/** A match in a file of Adele's OneDrive, unless told otherwise. */
export const dlpMatch = (match: Partial<DlpMatch> = {}): DlpMatch => ({
  policy,
  rule: policy.rules[0],
  user: users.adele,
  location: { kind: 'file', site: sites.adeleOneDrive, file: sites.adeleOneDrive.files.customerCards },
  at: new Date(),
  ...match,
});

/** The alert that Graph would raise for a match, in our words. */
export const alertOf = (match: DlpMatch, changes: Partial<Alert> = {}): Alert => {
  const raised = dlpAlert(match);
  return { ...toAlert(alertRecord(String(raised.id), match.at.toISOString(), raised)), ...changes };
};

interface JoinOptions {
  readonly dlpContent?: 'read' | 'unread';
  readonly otherMatches?: OtherMatches;
  /** How far the clock is ahead. */
  readonly laterMs?: number;
  readonly lines?: Log;
  readonly wakeFor?: (entries: readonly LogEntry[]) => Promise<void>;
}

/** An event log with alerts and rule matches, and the timer that joins them. */
export function openJoinedWorld() {
  const log = createEventLog({ table: createMemoryTable(), tenantId: 'contoso', now: () => new Date() });
  const woken: LogEntry[] = [];

  const append = async (source: Source, drafts: readonly EventDraft[], target?: string): Promise<void> => {
    const events = drafts.map((draft) => ({
      draft,
      change: 'raised' as const,
      ...(target !== undefined && { target }),
    }));
    const upperBound = new Date(Date.now() + 1).toISOString();
    await log.append(source, await log.head(source), { events, upperBound, correlationId: 'a poll' });
  };
  const ruleMatchesWith = ({ dlpContent = 'read', otherMatches, laterMs = 0 }: JoinOptions = {}) =>
    createRuleMatches({
      log,
      dlpContent,
      ...(otherMatches && { otherMatches }),
      now: () => new Date(Date.now() + laterMs),
    });

  const draftsOf = async (records: readonly ReturnType<typeof dlpRecord>[]): Promise<EventDraft[]> => {
    const options = { source: 'dlpActivity' as const, lookup: contosoLabels, auditOperations: new Set<string>() };
    const availableAt = new Date().toISOString();
    return (await Promise.all(records.map((one) => activityDrafts(one, { ...options, availableAt })))).flat();
  };

  return {
    log,
    woken,
    ruleMatchesWith,
    /** Puts alerts into the log as the poll does. */
    raise: async (alerts: readonly Alert[], options: JoinOptions = {}) =>
      append('alerts', (await ruleMatchesWith(options).join(alerts)).map(toAlertDraft)),
    /** Puts what the audit log tells of matches into the log as the poll does. */
    record: async (...records: readonly ReturnType<typeof dlpRecord>[]) =>
      append('dlpActivity', await draftsOf(records)),
    /** Puts an alert and what is told of matches into the log as test events of a subscription. */
    async test(alert: Alert, ...records: readonly ReturnType<typeof dlpRecord>[]) {
      await append('alerts', [toAlertDraft(alert)], 'a subscription');
      await append('dlpActivity', await draftsOf(records), 'a subscription');
    },
    join: (options: JoinOptions = {}, through: EventLog = log) =>
      joinRuleMatches.run(
        {
          log: through,
          ruleMatches: ruleMatchesWith(options),
          hints: { wakeFor: options.wakeFor ?? (async (entries) => void woken.push(...entries)) },
        },
        { correlationId: 'a join', log: options.lines ?? silentLog },
      ),
    /** Every event of the alerts, in the order of the log. */
    async alertEvents() {
      const entries = await log.after('alerts', 0);
      return entries.map((entry) => {
        const { eventKey, eventId, change, alert } = JSON.parse(entry.json);
        return { eventKey, eventId, change, alert: alert as Alert, facets: entry.facets };
      });
    },
  };
}

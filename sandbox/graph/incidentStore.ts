import { type AlertComment, type AlertRecord, type AlertSeverity, alertSeverities } from './alertRecord.ts';
import type { Clock } from './clock.ts';

/** Members of Graph's incidentStatus that every caller sees by name; `awaitingAction` came later. */
export const incidentStatuses = ['active', 'resolved', 'inProgress', 'redirected'] as const;

/** Only a merge redirects an incident. */
export const settableIncidentStatuses = ['active', 'resolved', 'inProgress'] as const;

/** An incident as Graph keeps it: every property of the v1.0 metadata, an unset scalar being null. */
export type IncidentRecord = {
  id: string;
  assignedTo: string | null;
  classification: AlertRecord['classification'];
  comments: AlertComment[];
  createdDateTime: string;
  customTags: string[];
  description: string | null;
  determination: AlertRecord['determination'];
  displayName: string | null;
  incidentWebUrl: string | null;
  lastModifiedBy: string | null;
  lastUpdateDateTime: string;
  priorityScore: number | null;
  redirectIncidentId: string | null;
  resolvingComment: string | null;
  severity: AlertSeverity;
  status: (typeof incidentStatuses)[number] | 'awaitingAction';
  summary: string | null;
  systemTags: string[];
  tenantId: string | null;
};

/** The tenant's incidents; each holds the alerts that name it. */
export interface IncidentStore {
  /** Puts an alert into its incident, which comes into being with its first alert. */
  add(alert: AlertRecord): void;
  /** An incident was changed when one of its alerts was. */
  alertChanged(alert: AlertRecord): void;
  /** Merges the changes and moves `lastUpdateDateTime`. */
  update(id: string, changes: Partial<IncidentRecord>): IncidentRecord;
  /** Moves the alerts of one incident into another; the first then only leads to the second. */
  merge(fromId: string, intoId: string): void;
  get(id: string): IncidentRecord | undefined;
  alertsOf(id: string): readonly AlertRecord[];
  newestFirst(): Iterable<IncidentRecord>;
  clear(): void;
}

export function createIncidentStore(clock: Clock): IncidentStore {
  const incidents = new Map<string, { record: IncidentRecord; alerts: AlertRecord[] }>();

  const existing = (id: string) => {
    const incident = incidents.get(id);
    if (!incident) throw new Error(`There is no incident ${id}.`);
    return incident;
  };

  return {
    alertChanged({ incidentId, lastUpdateDateTime }) {
      const record = incidents.get(incidentId ?? '')?.record;
      if (record && lastUpdateDateTime > record.lastUpdateDateTime) record.lastUpdateDateTime = lastUpdateDateTime;
    },
    update: (id, changes) => Object.assign(existing(id).record, { lastUpdateDateTime: clock.timestamp() }, changes),
    merge(fromId, intoId) {
      const [from, into] = [existing(fromId), existing(intoId)];
      for (const alert of from.alerts) {
        Object.assign(alert, { incidentId: intoId, incidentWebUrl: into.record.incidentWebUrl });
        into.record.severity = moreSevere(into.record.severity, alert.severity);
      }
      into.alerts.push(...from.alerts.splice(0));
      const lastUpdateDateTime = clock.timestamp();
      Object.assign(into.record, { lastUpdateDateTime });
      Object.assign(from.record, { lastUpdateDateTime, status: 'redirected', redirectIncidentId: intoId });
    },
    add(alert) {
      const id = alert.incidentId;
      if (id === null) return;
      const incident = incidents.get(id);
      if (!incident) {
        incidents.set(id, { record: incidentOf(id, alert), alerts: [alert] });
        return;
      }
      const { record, alerts } = incident;
      alerts.push(alert);
      record.severity = moreSevere(record.severity, alert.severity);
      if (alert.lastUpdateDateTime > record.lastUpdateDateTime) record.lastUpdateDateTime = alert.lastUpdateDateTime;
      if (record.status === 'resolved') record.status = 'active';
    },
    get: (id) => incidents.get(id)?.record,
    alertsOf: (id) => incidents.get(id)?.alerts ?? [],
    newestFirst: () =>
      [...incidents.values()]
        .map(({ record }) => record)
        .sort((a, b) => (a.createdDateTime < b.createdDateTime ? 1 : a.createdDateTime > b.createdDateTime ? -1 : 0)),
    clear: () => incidents.clear(),
  };
}

function incidentOf(id: string, alert: AlertRecord): IncidentRecord {
  return {
    id,
    assignedTo: null,
    classification: null,
    comments: [],
    createdDateTime: alert.createdDateTime,
    customTags: [],
    description: alert.description,
    determination: null,
    displayName: alert.title,
    incidentWebUrl: alert.incidentWebUrl,
    lastModifiedBy: null,
    lastUpdateDateTime: alert.lastUpdateDateTime,
    priorityScore: null,
    redirectIncidentId: null,
    resolvingComment: null,
    severity: alert.severity,
    status: 'active',
    summary: null,
    systemTags: [],
    tenantId: alert.tenantId,
  };
}

function moreSevere(one: AlertSeverity, other: AlertSeverity): AlertSeverity {
  return alertSeverities.indexOf(other) > alertSeverities.indexOf(one) ? other : one;
}

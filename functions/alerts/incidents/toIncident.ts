import type { SecurityNamespace } from '@microsoft/microsoft-graph-types';
import { present } from '../../integrations/vendorJson/present.ts';
import { number, read } from '../../integrations/vendorJson/readers.ts';
import { UnmappableRecord } from '../../integrations/vendorJson/unmappableRecord.ts';
import { isRecord, vendorRecord } from '../../integrations/vendorJson/vendorRecord.ts';
import { commentsOf } from '../addComment.ts';
import type { Alert } from '../alert.ts';
import { classifications, determinations, severities } from '../alertEnums.ts';
import { onceBy } from '../onceBy.ts';
import { toAlert } from '../toAlert.ts';
import type { Incident } from './incident.ts';
import { toIncidentAlert } from './incidentAlert.ts';
import { incidentStatuses } from './incidentStatuses.ts';

/** The properties of the v1.0 metadata, one of which the types lack. */
type GraphIncident = SecurityNamespace.Incident & Record<'priorityScore', unknown>;

// Numbers as texts, in every form that the service has shown.
const printableId = /^[\x21-\x7e]{1,200}$/;
const mostAlerts = 100;

/** An incident, and its alerts in full for who needs to look into them. */
export interface IncidentRead {
  readonly incident: Incident;
  readonly alerts: readonly Alert[];
}

/**
 * Maps an incident of Graph v1.0, with the alerts that `$expand` added, to our words. Alerts that fit no shape are
 * left out. https://learn.microsoft.com/graph/api/resources/security-incident
 * @throws {UnmappableRecord} when it is not an incident: without an id or its dates, or with properties of other types.
 */
export function toIncident(record: unknown): IncidentRead {
  if (!isRecord(record)) throw new UnmappableRecord('The record is not an object.');
  const { id } = record;
  if (typeof id !== 'string' || !printableId.test(id)) throw new UnmappableRecord('id: expected an id.');
  const from = vendorRecord<GraphIncident>(record, id);
  const alerts = from.list('alerts').flatMap(readableAlert);
  const incident = present({
    incidentId: id,
    title: from.text('displayName'),
    description: from.text('description'),
    summary: from.text('summary'),
    severity: from.member('severity', severities) ?? 'unknown',
    status: from.member('status', incidentStatuses) ?? 'unknown',
    mergedIntoId: from.text('redirectIncidentId'),
    classification: from.member('classification', classifications),
    determination: from.member('determination', determinations),
    assignedTo: from.text('assignedTo'),
    createdAt: from.requiredTime('createdDateTime'),
    updatedAt: from.requiredTime('lastUpdateDateTime'),
    portalUrl: from.link('incidentWebUrl'),
    users: filled(usersOf(alerts)),
    products: [...new Set(alerts.map(({ product }) => product))],
    alerts: alerts.slice(0, mostAlerts).map(toIncidentAlert),
    alertCount: from.list('alerts').length,
    comments: filled(commentsOf(record)),
    tags: filled(from.texts('customTags')),
    systemTags: filled(from.texts('systemTags')),
    resolvingComment: from.text('resolvingComment'),
    modifiedBy: from.text('lastModifiedBy'),
    ...read({ priorityScore: number('priorityScore') }, record),
    tenantId: from.text('tenantId'),
  });
  return { incident, alerts };
}

function readableAlert(record: unknown): Alert[] {
  try {
    return [toAlert(record)];
  } catch (error) {
    if (error instanceof UnmappableRecord) return [];
    throw error;
  }
}

function usersOf(alerts: readonly Alert[]): NonNullable<Alert['users']> {
  const users = alerts.flatMap((alert) => alert.users ?? []);
  return onceBy(users, ({ userPrincipalName, objectId, displayName }) =>
    (userPrincipalName ?? objectId ?? displayName)?.toLowerCase(),
  );
}

const filled = <T>(items: T[]): T[] | undefined => (items.length > 0 ? items : undefined);

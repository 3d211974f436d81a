import { alertCommentText } from './alertChanges.ts';
import { type AlertRecord, alertClassifications, alertDeterminations, alertSeverities } from './alertRecord.ts';
import type { AlertStore } from './alertStore.ts';
import type { Fields } from './bodyFields.ts';
import type { Clock } from './clock.ts';
import { badRequest, notFound } from './graphError.ts';
import { type GraphCall, type GraphRoute, wantsUnknownEnumMembers } from './graphRoute.ts';
import { incidentChanges } from './incidentChanges.ts';
import { type IncidentRecord, type IncidentStore, incidentStatuses } from './incidentStore.ts';
import { maskUnknownMembers } from './maskUnknownMembers.ts';
import { answerPage, selected } from './odata/answerPage.ts';
import { expandOf, refuseUnknownOptions, selectOf } from './odata/listQuery.ts';

const readPermissions = ['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All'];
const writePermissions = ['SecurityIncident.ReadWrite.All'];

const filterableProperties = {
  assignedTo: { type: 'string' },
  classification: { type: 'enum', members: alertClassifications },
  createdDateTime: { type: 'dateTime' },
  determination: { type: 'enum', members: alertDeterminations },
  lastUpdateDateTime: { type: 'dateTime' },
  severity: { type: 'enum', members: alertSeverities },
  status: { type: 'enum', members: incidentStatuses },
} as const;

export interface IncidentRoutesOptions {
  incidents: IncidentStore;
  alerts: AlertStore;
  clock: Clock;
}

/** `/security/incidents`: list, get, update and comment; with their alerts where `$expand` asks for them. */
export function incidentRoutes({ incidents, alerts, clock }: IncidentRoutesOptions): GraphRoute[] {
  return [
    {
      method: 'GET',
      path: '/security/incidents',
      permissions: { delegated: readPermissions, application: readPermissions },
      answer: (call) =>
        answerPage<IncidentRecord>(call, {
          context: 'security/incidents',
          records: () => incidents.newestFirst(),
          present: (incident, expand) => presented(call, incidents, incident, expand),
          filterable: filterableProperties,
          expandable: ['alerts'],
          defaultPageSize: 50,
          largestPageSize: 50,
        }),
    },
    {
      method: 'GET',
      path: '/security/incidents/{incidentId}',
      permissions: { delegated: readPermissions, application: readPermissions },
      answer(call) {
        refuseUnknownOptions(call.query, new Set(['$expand', '$select']));
        const incident = existing(incidents, call);
        const expand = expandOf(call.query, ['alerts']);
        const body = selected(presented(call, incidents, incident, expand), selectOf(call.query));
        return { status: 200, body: entity(call, body) };
      },
    },
    {
      method: 'PATCH',
      path: '/security/incidents/{incidentId}',
      permissions: { delegated: writePermissions, application: writePermissions },
      answer(call) {
        const { id, status } = existing(incidents, call);
        if (status === 'redirected') throw badRequest(`Incident '${id}' was merged and cannot be updated.`);
        const changes = incidentChanges(call.body);
        const updated = incidents.update(id, { ...changes, lastModifiedBy: call.caller.displayName });
        if (changes.status === 'resolved') resolveAlerts(id);
        return { status: 200, body: entity(call, presented(call, incidents, updated)) };
      },
    },
    {
      method: 'POST',
      path: '/security/incidents/{incidentId}/comments',
      permissions: { delegated: writePermissions, application: writePermissions },
      answer(call) {
        const incident = existing(incidents, call);
        const comment = {
          comment: alertCommentText(call.body),
          createdByDisplayName: call.caller.displayName,
          createdDateTime: clock.timestamp(),
        };
        const { comments } = incidents.update(incident.id, { comments: [...incident.comments, comment] });
        return {
          status: 200,
          body: {
            '@odata.context': `${call.origin}/v1.0/$metadata#Collection(microsoft.graph.security.alertComment)`,
            value: comments,
          },
        };
      },
    },
  ];

  /** Who resolves an incident resolves its alerts with it. */
  function resolveAlerts(incidentId: string): void {
    for (const { id, status } of incidents.alertsOf(incidentId)) {
      if (status !== 'resolved') alerts.update(id, { status: 'resolved', resolvedDateTime: clock.timestamp() });
    }
  }
}

function existing(incidents: IncidentStore, call: GraphCall): IncidentRecord {
  const id = call.param('incidentId');
  const incident = incidents.get(id);
  if (!incident) throw notFound(`Incident '${id}'`);
  return incident;
}

function entity(call: GraphCall, incident: Fields): Fields {
  return { '@odata.context': `${call.origin}/v1.0/$metadata#security/incidents/$entity`, ...incident };
}

function presented(call: GraphCall, incidents: IncidentStore, incident: IncidentRecord, expand?: string): Fields {
  const seesAll = wantsUnknownEnumMembers(call.headers);
  const presentAlert = (alert: AlertRecord): Fields => (seesAll ? alert : maskUnknownMembers(alert));
  return {
    ...incident,
    ...(incident.status === 'awaitingAction' && !seesAll && { status: 'unknownFutureValue' }),
    ...(expand === 'alerts' && { alerts: incidents.alertsOf(incident.id).map(presentAlert) }),
  };
}

import { type AlertRecord, alertClassifications, alertDeterminations, alertSeverities } from './alertRecord.ts';
import type { Fields } from './bodyFields.ts';
import { notFound } from './graphError.ts';
import { type GraphCall, type GraphRoute, wantsUnknownEnumMembers } from './graphRoute.ts';
import { type IncidentRecord, type IncidentStore, incidentStatuses } from './incidentStore.ts';
import { maskUnknownMembers } from './maskUnknownMembers.ts';
import { answerPage, selected } from './odata/answerPage.ts';
import { expandOf, refuseUnknownOptions, selectOf } from './odata/listQuery.ts';

const readPermissions = ['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All'];

const filterableProperties = {
  assignedTo: { type: 'string' },
  classification: { type: 'enum', members: alertClassifications },
  createdDateTime: { type: 'dateTime' },
  determination: { type: 'enum', members: alertDeterminations },
  lastUpdateDateTime: { type: 'dateTime' },
  severity: { type: 'enum', members: alertSeverities },
  status: { type: 'enum', members: incidentStatuses },
} as const;

/** `/security/incidents`: list and get, with their alerts where `$expand` asks for them. */
export function incidentRoutes(incidents: IncidentStore): GraphRoute[] {
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
        const incident = incidents.get(call.param('incidentId'));
        if (!incident) throw notFound(`Incident '${call.param('incidentId')}'`);
        const expand = expandOf(call.query, ['alerts']);
        const body = selected(presented(call, incidents, incident, expand), selectOf(call.query));
        const context = `${call.origin}/v1.0/$metadata#security/incidents/$entity`;
        return { status: 200, body: { '@odata.context': context, ...body } };
      },
    },
  ];
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

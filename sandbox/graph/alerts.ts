import { alertChanges, alertCommentText } from './alertChanges.ts';
import {
  type AlertRecord,
  alertClassifications,
  alertDeterminations,
  alertSeverities,
  alertStatuses,
} from './alertRecord.ts';
import type { AlertStore } from './alertStore.ts';
import type { Clock } from './clock.ts';
import { notFound } from './graphError.ts';
import { type GraphCall, type GraphRoute, wantsUnknownEnumMembers } from './graphRoute.ts';
import { filterableServiceSources, maskUnknownMembers } from './maskUnknownMembers.ts';
import { answerPage, selected } from './odata/answerPage.ts';
import { refuseUnknownOptions, selectOf } from './odata/listQuery.ts';

const readPermissions = ['SecurityAlert.Read.All', 'SecurityAlert.ReadWrite.All'];
const writePermissions = ['SecurityAlert.ReadWrite.All'];

export interface AlertRoutesOptions {
  alerts: AlertStore;
  clock: Clock;
  /** Properties that `$orderby` takes; none unless told otherwise, because Graph does not document it for alerts. */
  sortable?: readonly string[];
}

/** `/security/alerts_v2`: list, get, update and comment. */
export function alertRoutes({ alerts, clock, sortable }: AlertRoutesOptions): GraphRoute[] {
  return [
    {
      method: 'GET',
      path: '/security/alerts_v2',
      permissions: { delegated: readPermissions, application: readPermissions },
      answer: (call) =>
        answerPage<AlertRecord>(call, {
          context: 'security/alerts_v2',
          records: () => alerts.newestFirst(),
          present: presenter(call),
          filterable: filterableProperties(call),
          ...(sortable && { sortable }),
          defaultPageSize: 100,
          largestPageSize: 1000,
        }),
    },
    {
      method: 'GET',
      path: '/security/alerts_v2/{alertId}',
      permissions: { delegated: readPermissions, application: readPermissions },
      answer(call) {
        refuseUnknownOptions(call.query, new Set(['$select']));
        const alert = presenter(call)(existing(alerts, call));
        return { status: 200, body: entity(call, selected(alert, selectOf(call.query))) };
      },
    },
    {
      method: 'PATCH',
      path: '/security/alerts_v2/{alertId}',
      permissions: { delegated: writePermissions, application: writePermissions },
      answer(call) {
        const { id, status } = existing(alerts, call);
        const changes = alertChanges(call.body);
        const resolves = changes.status === 'resolved' && status !== 'resolved';
        const updated = alerts.update(id, { ...changes, ...(resolves && { resolvedDateTime: clock.timestamp() }) });
        return { status: 200, body: entity(call, presenter(call)(updated)) };
      },
    },
    {
      method: 'POST',
      path: '/security/alerts_v2/{alertId}/comments',
      permissions: { delegated: writePermissions, application: writePermissions },
      answer(call) {
        const alert = existing(alerts, call);
        const comment = {
          comment: alertCommentText(call.body),
          createdByDisplayName: call.caller.displayName,
          createdDateTime: clock.timestamp(),
        };
        const { comments } = alerts.update(alert.id, { comments: [...alert.comments, comment] });
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
}

function existing(alerts: AlertStore, call: GraphCall): AlertRecord {
  const id = call.param('alertId');
  const alert = alerts.get(id);
  if (!alert) throw notFound(`Alert '${id}'`);
  return alert;
}

function entity(call: GraphCall, alert: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { '@odata.context': `${call.origin}/v1.0/$metadata#security/alerts_v2/$entity`, ...alert };
}

function presenter(call: GraphCall): (alert: AlertRecord) => Readonly<Record<string, unknown>> {
  return wantsUnknownEnumMembers(call.headers) ? (alert) => alert : maskUnknownMembers;
}

function filterableProperties(call: GraphCall) {
  const includeUnknownMembers = wantsUnknownEnumMembers(call.headers) ? 'include' : 'mask';
  return {
    assignedTo: { type: 'string' },
    classification: { type: 'enum', members: alertClassifications },
    determination: { type: 'enum', members: alertDeterminations },
    createdDateTime: { type: 'dateTime' },
    lastUpdateDateTime: { type: 'dateTime' },
    severity: { type: 'enum', members: alertSeverities },
    serviceSource: { type: 'enum', members: filterableServiceSources(includeUnknownMembers) },
    status: { type: 'enum', members: alertStatuses },
  } as const;
}

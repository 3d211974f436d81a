import { randomUUID } from 'node:crypto';
import type { JWTVerifyGetKey } from 'jose';
import type { ActivityStore } from '../activityFeed/activityStore.ts';
import { createPolicyStore, type PolicyStore } from '../contoso/createPolicyStore.ts';
import { type Listener, type ServerTls, serve } from '../serve.ts';
import type { MessageStore } from '../teams/messageStore.ts';
import type { AlertRecord, NewAlert } from './alertRecord.ts';
import { type AlertStore, createAlertStore } from './alertStore.ts';
import { alertRoutes } from './alerts.ts';
import { auditQueryRoutes } from './auditQueries.ts';
import { type AuditStore, createAuditStore } from './auditStore.ts';
import { callerOf } from './caller.ts';
import { channelMessageRoutes } from './channelMessages.ts';
import { type Clock, startClock } from './clock.ts';
import { answerControl } from './control.ts';
import { driveItemRoutes } from './driveItems.ts';
import { createDriveStore, type DriveStore } from './driveStore.ts';
import { type EdiscoveryRules, ediscoveryRoutes } from './ediscoveryCases.ts';
import { createEdiscoveryStore, type EdiscoveryStore } from './ediscoveryStore.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGraphListener } from './graphListener.ts';
import type { PageAboutToBeRead } from './graphRoute.ts';
import { groupRoutes } from './groups.ts';
import { huntingRoutes } from './hunting/huntingRoutes.ts';
import { createIncidentStore, type IncidentStore } from './incidentStore.ts';
import { incidentRoutes } from './incidents.ts';
import { itemPermissionRoutes } from './itemPermissions.ts';
import { createLabelAssignments, type LabelAssignments, monitorPath } from './labelAssignments.ts';
import { policyFileRoutes } from './policyFiles.ts';
import { createRequestCounts, type RequestCounts } from './requestCounts.ts';
import { retentionLabelRoutes } from './retentionLabels.ts';
import { sensitivityLabelRoutes } from './sensitivityLabels.ts';
import { siteRoutes } from './sites.ts';
import { createSubjectRightsRequestStore, type SubjectRightsRequestStore } from './subjectRightsRequestStore.ts';
import { subjectRightsRequestRoutes } from './subjectRightsRequests.ts';
import { teamRoutes } from './teamsAndChannels.ts';
import { createSessions, type Sessions, userSessionRoutes } from './userSessions.ts';
import { userRoutes } from './users.ts';

export interface StartGraphOptions {
  /** Left out: plain http. */
  tls?: ServerTls;
  port?: number;
  /** The keys by which Entra ID signs tokens. */
  keySet: JWTVerifyGetKey;
  /** Where posted channel messages go. */
  messages: MessageStore;
  /** Where scenarios leave what the audit log tells of them. */
  activity?: ActivityStore;
  /** Properties of alerts that `$orderby` takes; none unless told otherwise. */
  sortableAlertProperties?: readonly string[];
}

/** The simulated Microsoft Graph v1.0 of the tenant, and the handles that a test or a demonstration steers it by. */
export interface Graph {
  origin: string;
  port: number;
  clock: Clock;
  alerts: AlertStore;
  incidents: IncidentStore;
  subjectRightsRequests: SubjectRightsRequestStore;
  ediscovery: EdiscoveryStore;
  /** May be changed while it runs. */
  ediscoveryRules: EdiscoveryRules;
  audit: AuditStore;
  sessions: Sessions;
  drives: DriveStore;
  labelAssignments: LabelAssignments;
  policies: PolicyStore;
  faults: Faults;
  requests: RequestCounts;
  raise(alert?: NewAlert): AlertRecord;
  update(id: string, changes: NewAlert): AlertRecord;
  now(): Date;
  /** Runs the hook before each page of a listing is read, until the returned function is called. */
  beforePage(hook: (page: PageAboutToBeRead) => void | Promise<void>): () => void;
  close(): Promise<void>;
}

/** Starts the simulated Graph on a socket of this machine. */
export async function startGraph(options: StartGraphOptions): Promise<Graph> {
  const { tls, port, keySet, messages, activity, sortableAlertProperties } = options;
  const clock = startClock();
  const faults = createFaults();
  const requests = createRequestCounts();
  const incidents = createIncidentStore(clock);
  const policies = createPolicyStore(() => clock.now());
  const alerts = createAlertStore(clock, incidents, () => `da${randomUUID()}`);
  const subjectRightsRequests = createSubjectRightsRequestStore(clock);
  const ediscovery = createEdiscoveryStore(clock);
  const ediscoveryRules: EdiscoveryRules = { appRegistration: 'there' };
  const audit = createAuditStore(clock);
  const sessions = createSessions(clock);
  const drives = createDriveStore(clock);
  const labelAssignments = createLabelAssignments();
  const hooks = new Set<(page: PageAboutToBeRead) => void | Promise<void>>();

  const graphListener = createGraphListener({
    routes: [
      ...alertRoutes({ alerts, clock, ...(sortableAlertProperties && { sortable: sortableAlertProperties }) }),
      ...incidentRoutes({ incidents, alerts, clock }),
      ...huntingRoutes({ alerts, clock }),
      ...userRoutes(),
      ...userSessionRoutes(sessions),
      ...teamRoutes(),
      ...groupRoutes(),
      ...channelMessageRoutes(messages),
      ...subjectRightsRequestRoutes(subjectRightsRequests, clock),
      ...ediscoveryRoutes({ cases: ediscovery, clock, rules: ediscoveryRules }),
      ...auditQueryRoutes(audit),
      ...siteRoutes(),
      ...driveItemRoutes(drives),
      ...itemPermissionRoutes(drives),
      ...sensitivityLabelRoutes(drives, labelAssignments),
      ...retentionLabelRoutes(drives, clock),
      ...policyFileRoutes(policies),
    ],
    authenticate: (authorization) => callerOf(keySet, authorization),
    scheme: tls ? 'https' : 'http',
    clock,
    faults,
    counts: requests,
    async beforePage(page) {
      for (const hook of hooks) await hook(page);
    },
  });
  const listener: Listener = (request, response) => {
    if (request.url?.startsWith('/sandbox/'))
      return answerControl(request, response, { alerts, incidents, clock, ...(activity && { activity }) });
    // SharePoint's own address in the real world; here it shares the socket, and knows nothing of Graph's tokens.
    if (request.url?.startsWith(monitorPath)) return labelAssignments.answerMonitor(request, response);
    return graphListener(request, response);
  };
  const serving = await serve({ listener, ...(tls && { tls }), ...(port !== undefined && { port }) });

  return {
    ...serving,
    clock,
    alerts,
    incidents,
    subjectRightsRequests,
    ediscovery,
    ediscoveryRules,
    audit,
    sessions,
    drives,
    labelAssignments,
    policies,
    faults,
    requests,
    raise: (alert) => alerts.raise(alert),
    update: (id, changes) => alerts.update(id, changes),
    now: () => clock.now(),
    beforePage(hook) {
      hooks.add(hook);
      return () => hooks.delete(hook);
    },
  };
}

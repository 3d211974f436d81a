import { activitySources } from './activity/activitySource.ts';
import { createActivityPolls } from './activity/createActivityPolls.ts';
import { dlpAlertEvents } from './activity/dlpAlertEvents.ts';
import { labelsOfGraph } from './activity/labelsOfGraph.ts';
import { testActivity } from './activity/testActivity.ts';
import { alertsFor } from './alerts/alertsOfGraph.ts';
import { exampleAlert } from './alerts/exampleAlert.ts';
import { exampleCloudAppAlert } from './alerts/exampleCloudAppAlert.ts';
import { exampleInsiderRiskAlert } from './alerts/exampleInsiderRiskAlert.ts';
import { incidentsFor } from './alerts/incidents/incidentsOfGraph.ts';
import { readIncidents } from './alerts/incidents/readIncidents.ts';
import { testIncident } from './alerts/incidents/testIncident.ts';
import { keyedPseudonym } from './alerts/pseudonyms/keyedPseudonym.ts';
import { namesAsGiven, replacingPeople } from './alerts/pseudonyms/pseudonyms.ts';
import { revealingAlertsFor } from './alerts/pseudonyms/revealedUser.ts';
import { readAlerts } from './alerts/readAlerts.ts';
import { createRuleMatches } from './alerts/ruleMatches.ts';
import { testAlert } from './alerts/testAlert.ts';
import { auditFor } from './audit/auditOfGraph.ts';
import { cardsOfAlerts } from './composition/cardsOfAlerts.ts';
import { expiringIn } from './composition/expiringIn.ts';
import { openStores } from './composition/openStores.ts';
import { dlpPoliciesOff, dlpPoliciesOfGraph } from './dlpPolicies/dlpPoliciesOfGraph.ts';
import { modeChangesBy, modeChangesOff } from './dlpPolicies/modeChanges.ts';
import { ediscoveryFor } from './ediscovery/ediscoveryOfGraph.ts';
import { type Source, sources } from './events/event.ts';
import { createPoller } from './events/poller.ts';
import { createServerClock } from './events/serverClock.ts';
import { noteToldBy } from './events/toldUploads.ts';
import { groupsFor } from './groups/groupsOfGraph.ts';
import { applicationPermissions } from './health/applicationPermissions.ts';
import { testHealth } from './health/testHealth.ts';
import { timersAtWork } from './health/timersAtWork.ts';
import { approvedQueries } from './hunting/approvedQueries.ts';
import { huntingOfGraph } from './hunting/huntingOfGraph.ts';
import { operations, type queueConsumers, timers } from './index.ts';
import { createActivityFeed } from './integrations/activityFeed/createActivityFeed.ts';
import { automationRunbook } from './integrations/automation/automationRunbook.ts';
import { createCredentials } from './integrations/entra/credentials.ts';
import { heldPermissions } from './integrations/entra/heldPermissions.ts';
import { createGraphClients } from './integrations/graph/createGraphClients.ts';
import { createMonitor } from './integrations/sharePoint/monitor.ts';
import { workflowsWebhook } from './integrations/workflowsWebhook.ts';
import { createLabelOperations } from './labels/labelOperations.ts';
import { labelsFor } from './labels/labelsOfGraph.ts';
import { authorization } from './runtime/authorization.ts';
import type { Caller } from './runtime/caller.ts';
import { correlationGuid } from './runtime/correlationId.ts';
import type { RouterDependencies } from './runtime/http.ts';
import { withinRate } from './runtime/withinRate.ts';
import type { Settings } from './settings.ts';
import { settingWarnings } from './settingWarnings.ts';
import { sharingFor } from './sharing/sharingOfGraph.ts';
import { requestsFor } from './subjectRightsRequests/requestsOfGraph.ts';
import { createDeliverer } from './subscriptions/deliver.ts';
import { createDrainer } from './subscriptions/drainer.ts';
import { createSubscribe } from './subscriptions/subscribe.ts';
import { teamsOfGraph } from './teams/teamsOfGraph.ts';
import { usersFor } from './users/usersOfGraph.ts';

type Declared = (typeof operations)[number] | (typeof timers)[number] | (typeof queueConsumers)[number];
type Taking<D> =
  | { readonly handler: (dependencies: D, input: never) => unknown }
  | { readonly run: (dependencies: D, ...input: never[]) => unknown };
type AllOf<T> = (T extends Taking<infer D> ? (dependencies: D) => void : never) extends (dependencies: infer D) => void
  ? D
  : never;

/** What all operations, timers and queue consumers need, taken together; the compiler names what is missing. */
export type Dependencies = AllOf<Declared> & RouterDependencies;

/** Puts the app together: the only place that knows what everything is made of. */
export const createDependencies = (settings: Settings): Dependencies => {
  const now = (): Date => new Date();
  const tenantId = settings.ENTRA_TENANT_ID;
  const identityClientId = settings.AzureWebJobsStorage__clientId ?? settings.GRAPH_FEDERATED_CLIENT_ID;

  const credentials = createCredentials({
    authorityHost: settings.ENTRA_AUTHORITY_HOST,
    tenantId,
    clientId: settings.GRAPH_CLIENT_ID,
    credential: settings.graphCredential,
    ...(settings.IDENTITY_ENDPOINT !== undefined && {
      managedIdentity: identityClientId === undefined ? {} : { clientId: identityClientId },
    }),
  });
  const graphOptions = { baseUrl: settings.GRAPH_BASE_URL, credentials, correlationId: correlationGuid };
  const graphClients = createGraphClients(graphOptions);
  const graph = graphClients.asApp();
  const stores = openStores(settings, credentials.appCredential, now);
  const { log, subscriptions, cursors, deadLetters, hints, encryption } = stores;

  const contentTypes = settings.ACTIVITY_CONTENT_TYPES;
  const activityRead: readonly Source[] = contentTypes.map((contentType) => activitySources[contentType]);
  const sourcesRead: readonly Source[] = ['alerts', 'incidents', ...activityRead];
  const pollScheduleOf = (source: Source): string => {
    if (source === 'alerts') return settings.ALERT_POLL_SCHEDULE;
    return source === 'incidents' ? settings.INCIDENT_POLL_SCHEDULE : settings.ACTIVITY_POLL_SCHEDULE;
  };
  const activityUnread = Object.values(activitySources).filter((source) => !activityRead.includes(source));
  const initialLookbackMs = settings.INITIAL_LOOKBACK_HOURS * 60 * 60_000;
  const graphPolls = {
    log,
    tenantId,
    clock: createServerClock(),
    overlapMs: settings.ALERT_OVERLAP_MINUTES * 60_000,
    initialLookbackMs,
  };

  const laneRules = {
    inFlight: settings.DELIVERIES_IN_FLIGHT,
    attemptsPerEvent: settings.ATTEMPTS_PER_EVENT,
    timeScale: settings.SANDBOX_TIME_SCALE,
    now: () => now().getTime(),
  };
  const callbackRules = { hostSuffixes: settings.CALLBACK_HOST_SUFFIXES, allowsLoopback: settings.SANDBOX };
  const deliverer = createDeliverer({
    timeoutMs: settings.DELIVERY_TIMEOUT_SECONDS * 1_000,
    allowsLoopback: callbackRules.allowsLoopback,
  });

  const pseudonyms = settings.PSEUDONYMISE_INSIDER_RISK_USERS
    ? replacingPeople(keyedPseudonym(settings.ENCRYPTION_KEYS ?? []))
    : namesAsGiven;
  const alerts = alertsFor(graphClients, pseudonyms);
  const ruleMatches = createRuleMatches({
    log,
    dlpContent: contentTypes.includes('DLP.All') ? 'read' : 'unread',
    ...(settings.DLP_ALERT_EVENTS && { otherMatches: dlpAlertEvents(graphClients.asApp('beta')) }),
    now,
  });
  const runbook =
    settings.DLP_RUNBOOK_ID &&
    automationRunbook({
      baseUrl: settings.AZURE_RESOURCE_MANAGER_BASE_URL,
      runbook: settings.DLP_RUNBOOK_ID,
      credential: credentials.appCredential,
    });

  const contents = { operations, timers };
  const isRead = (source: string): boolean => !activityUnread.some((unread) => unread === source);
  const isSet = (setting: string): boolean => {
    const value: unknown = Reflect.get(settings, setting);
    return value !== undefined && value !== false;
  };
  const heldBy = (identity: Caller | 'app') => (scope: string) =>
    heldPermissions(identity === 'app' ? credentials.appCredential : credentials.onBehalfOf(identity), scope);

  return {
    ...stores,
    tenantId,
    now,
    authorize: withinRate(
      authorization({
        authorityHost: settings.ENTRA_AUTHORITY_HOST,
        tenantId,
        audiences: settings.API_AUDIENCE,
        allowedClientIds: settings.ALLOWED_CLIENT_IDS,
      }),
      settings.CALLS_PER_MINUTE,
    ),
    publicBaseUrl: settings.PUBLIC_BASE_URL,

    sourcesRead,
    pollScheduleOf,
    alertPoll: createPoller({
      ...graphPolls,
      source: 'alerts',
      read: ({ from, to }, isKnown) =>
        readAlerts(graph, {
          from: new Date(from),
          to: new Date(to),
          isKnown,
          pseudonyms,
          join: ruleMatches.join,
          uploadAlerts: new Set(settings.UNSANCTIONED_APP_ALERTS.map((name) => name.toLowerCase())),
          noteTold: noteToldBy(log, activityRead),
        }),
    }),
    incidentPoll: createPoller({
      ...graphPolls,
      source: 'incidents',
      read: ({ from, to }, isKnown) =>
        readIncidents(graph, { from: new Date(from), to: new Date(to), isKnown, pseudonyms }),
    }),
    activityPolls: createActivityPolls({
      log,
      tenantId,
      contentTypes,
      feed: createActivityFeed({
        baseUrl: settings.ACTIVITY_FEED_BASE_URL,
        tenantId,
        credential: credentials.appCredential,
      }),
      lookup: labelsOfGraph(graph, { tenantId }),
      noteTold: noteToldBy(log, ['alerts']),
      auditOperations: new Set(settings.AUDIT_OPERATIONS.map((operation) => operation.toLowerCase())),
      overlapMs: settings.ACTIVITY_OVERLAP_HOURS * 60 * 60_000,
      initialLookbackMs,
    }),
    ruleMatches,
    expiring: expiringIn(stores, { retentionDays: settings.RETENTION_DAYS, now }),

    subscribe: createSubscribe({
      subscriptions,
      cursors,
      log,
      hints,
      encryption,
      callbackRules,
      publicBaseUrl: settings.PUBLIC_BASE_URL,
      retentionDays: settings.RETENTION_DAYS,
      sourcesRead: sources.filter(isRead),
      now,
    }),
    laneRules,
    drainer: createDrainer({
      log,
      subscriptions,
      cursors,
      deadLetters,
      deliverer,
      encryption,
      callbackRules,
      rules: laneRules,
      leaseMs: settings.LEASE_SECONDS * 1_000,
    }),
    triggers: Object.fromEntries(
      operations.flatMap((found) => ('follows' in found ? [[found.operationId, found.follows]] : [])),
    ),
    testDrafts: {
      OnDlpAlert: () => testAlert(exampleAlert),
      OnInsiderRiskAlert: () => testAlert(exampleInsiderRiskAlert),
      OnCloudAppAlert: () => testAlert(exampleCloudAppAlert),
      OnIncident: testIncident,
      ...testActivity,
      OnConnectorHealth: testHealth,
    },

    alertsFor: alerts,
    revealingAlertsFor: revealingAlertsFor(graphClients, pseudonyms),
    incidentsFor: incidentsFor(graphClients, pseudonyms),
    huntingQueries: approvedQueries,
    hunt: huntingOfGraph(graphClients),
    usersFor: usersFor(graphClients),
    groupsFor: groupsFor(graphClients),

    labelsFor: labelsFor(graphClients),
    labelOperations: createLabelOperations({
      encryption,
      lookAtMonitor: createMonitor(),
      graphOrigin: new URL(settings.GRAPH_BASE_URL).origin,
      budgetMs: settings.LABEL_WAIT_SECONDS * 1_000,
    }),
    labelPrice: { perChange: settings.LABEL_PRICE, currency: settings.LABEL_PRICE_CURRENCY },
    sharingFor: sharingFor(graphClients, { internalDomains: settings.INTERNAL_DOMAINS }),
    dlpPolicies: settings.DLP_POLICY_FILES ? dlpPoliciesOfGraph(graphClients.asApp('beta')) : dlpPoliciesOff,
    modeChanges: runbook ? modeChangesBy(runbook) : modeChangesOff,

    auditFor: auditFor(graphClients, settings.AUDIT_SEARCH_VERSION),
    subjectRightsRequestsFor: requestsFor(graphClients, now),
    ediscoveryFor: ediscoveryFor((fetch) => createGraphClients({ ...graphOptions, fetch }), stores.ediscoveryBudget),

    teamsFor: (caller) => teamsOfGraph(graphClients.onBehalfOf(caller)),
    alertCards: cardsOfAlerts(log, alerts),
    workflowsWebhook:
      settings.TEAMS_WEBHOOK_URL &&
      workflowsWebhook({ url: settings.TEAMS_WEBHOOK_URL, hosts: settings.SANDBOX ? 'loopback' : 'workflows' }),

    observed: {
      log,
      sourcesRead,
      pollScheduleOf,
      subscriptions,
      cursors,
      deadLetters,
      silentFlowDays: settings.SILENT_FLOW_DAYS,
      now,
    },
    contents,
    isSet,
    heldBy,
    applicationPermissions: () =>
      applicationPermissions({ operations, timers: timersAtWork(timers, isRead) }, isSet, heldBy('app')),
    settingWarnings: settingWarnings(settings),
  };
};

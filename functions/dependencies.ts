import { activitySources } from './activity/activitySource.ts';
import { createActivityPolls } from './activity/createActivityPolls.ts';
import { dlpAlertEvents } from './activity/dlpAlertEvents.ts';
import { labelsOfGraph } from './activity/labelsOfGraph.ts';
import { testActivity } from './activity/testActivity.ts';
import type { Alert } from './alerts/alert.ts';
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
import { createApprovals } from './approvals/approvals.ts';
import { auditFor } from './audit/auditOfGraph.ts';
import { createChangeLog } from './changes/changeLog.ts';
import { dlpPoliciesOff, dlpPoliciesOfGraph } from './dlpPolicies/dlpPoliciesOfGraph.ts';
import { modeChangesBy, modeChangesOff } from './dlpPolicies/modeChanges.ts';
import { createPolicyBaselines } from './dlpPolicies/policyBaselines.ts';
import { ediscoveryFor } from './ediscovery/ediscoveryOfGraph.ts';
import { type PurviewEvent, type Source, sources } from './events/event.ts';
import { createEventLog } from './events/eventLog.ts';
import { createPoller } from './events/poller.ts';
import { createServerClock } from './events/serverClock.ts';
import { applicationPermissions } from './health/applicationPermissions.ts';
import { testHealth } from './health/testHealth.ts';
import { createToldHealth } from './health/toldHealth.ts';
import { approvedQueries } from './hunting/approvedQueries.ts';
import { huntingOfGraph } from './hunting/huntingOfGraph.ts';
import { operations, type queueConsumers, timers } from './index.ts';
import { createActivityFeed } from './integrations/activityFeed/createActivityFeed.ts';
import { automationRunbook } from './integrations/automation/automationRunbook.ts';
import { createCredentials } from './integrations/entra/credentials.ts';
import { heldPermissions } from './integrations/entra/heldPermissions.ts';
import { createGraphClients } from './integrations/graph/createGraphClients.ts';
import { keyVaultKey } from './integrations/keyVault/keyVaultKey.ts';
import { createMonitor } from './integrations/sharePoint/monitor.ts';
import { workflowsWebhook } from './integrations/workflowsWebhook.ts';
import { createLabelOperations } from './labels/labelOperations.ts';
import { labelsFor } from './labels/labelsOfGraph.ts';
import { authorization } from './runtime/authorization.ts';
import type { Caller } from './runtime/caller.ts';
import { correlationGuid } from './runtime/correlationId.ts';
import type { RouterDependencies } from './runtime/http.ts';
import { isLoopbackHost } from './runtime/loopbackHost.ts';
import { withinRate } from './runtime/withinRate.ts';
import type { Settings } from './settings.ts';
import { settingWarnings } from './settingWarnings.ts';
import { createReceipts } from './sharing/receipts.ts';
import { sharingFor } from './sharing/sharingOfGraph.ts';
import { encryptionWith } from './storage/encryption.ts';
import { createIdempotencyStore } from './storage/idempotencyStore.ts';
import { joinedRings, localKeyRing } from './storage/keyRing.ts';
import { openQueue } from './storage/queue.ts';
import { createRateBudget } from './storage/rateBudget.ts';
import type { StorageConnection } from './storage/storageConnection.ts';
import { openTable } from './storage/table.ts';
import { wrappedKeyRing } from './storage/wrappedKeyRing.ts';
import { requestsFor } from './subjectRightsRequests/requestsOfGraph.ts';
import { createCursorStore } from './subscriptions/cursorStore.ts';
import { createDeadLetters } from './subscriptions/deadLetters.ts';
import { createDeliverer } from './subscriptions/deliver.ts';
import { createDrainer } from './subscriptions/drainer.ts';
import { createHints, hintQueue, probeQueue } from './subscriptions/hints.ts';
import { purgeSubscriptions } from './subscriptions/purgeSubscriptions.ts';
import { createSubscribe } from './subscriptions/subscribe.ts';
import { createSubscriptionStore } from './subscriptions/subscriptionStore.ts';
import type { AlertCardInput } from './teams/alertCard.ts';
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

const dayMs = 24 * 60 * 60_000;
// A record that is updated within this time of its last event is known to be an update.
const recordKeyDays = 180;
const keyedCallDays = 1;

const cardOf = (alert: Alert): AlertCardInput => ({
  ...alert,
  title: alert.title ?? 'An alert without a title',
  files: (alert.files ?? []).map(({ name, path, url }) => ({
    name: name ?? path ?? 'A file without a name',
    ...(url !== undefined && { url }),
  })),
});

/** Puts the app together: the only place that knows what everything is made of. */
export const createDependencies = (settings: Settings): Dependencies => {
  const now = (): Date => new Date();
  const daysAgo = (days: number): Date => new Date(now().getTime() - days * dayMs);
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
  const { storage } = settings;
  const connection: StorageConnection =
    storage.kind === 'connection string'
      ? { connectionString: storage.connectionString }
      : {
          tableEndpoint: storage.tableUrl,
          queueEndpoint: storage.queueUrl,
          credential: async () => credentials.appCredential,
        };
  const graphOptions = { baseUrl: settings.GRAPH_BASE_URL, credentials, correlationId: correlationGuid };
  const graphClients = createGraphClients(graphOptions);

  const log = createEventLog({ table: openTable(connection, 'purviewEvents'), tenantId, now });
  const subscriptions = createSubscriptionStore(openTable(connection, 'purviewSubscriptions'));
  const leaseMs = settings.LEASE_SECONDS * 1_000;
  const cursors = createCursorStore(openTable(connection, 'purviewCursors'), { leaseMs });
  const deadLetters = createDeadLetters(openTable(connection, 'purviewDeadLetters'));
  const idempotency = createIdempotencyStore(openTable(connection, 'purviewKeyedCalls'), now);
  const approvals = createApprovals(openTable(connection, 'purviewApprovals'), now);
  const changeLog = createChangeLog(openTable(connection, 'purviewChanges'), now);
  const ediscoveryBudget = createRateBudget(openTable(connection, 'purviewBudgets'), {
    name: 'ediscovery',
    service: 'eDiscovery',
    calls: settings.EDISCOVERY_CALLS_PER_MINUTE,
    perMs: 60_000,
  });
  const receipts = createReceipts(openTable(connection, 'purviewReceipts'));
  const hints = createHints(
    { hints: openQueue(connection, hintQueue), probes: openQueue(connection, probeQueue) },
    subscriptions,
  );
  const dataKeysOf = (keyId: string) =>
    wrappedKeyRing({
      table: openTable(connection, 'purviewDataKeys'),
      wrapping: keyVaultKey({
        keyId,
        credential: credentials.appCredential,
        vault: settings.SANDBOX && isLoopbackHost(new URL(keyId).hostname) ? 'loopback' : 'azure',
      }),
      now,
    });
  const { ENCRYPTION_KEYS: localKeys, ENCRYPTION_KEY_VAULT_KEY_ID: keyId } = settings;
  const dataKeys = keyId === undefined ? undefined : dataKeysOf(keyId);
  const rings = [...(dataKeys ? [dataKeys] : []), ...(localKeys ? [localKeyRing(localKeys)] : [])];
  const encryption = encryptionWith(joinedRings(rings));
  const laneRules = {
    inFlight: settings.DELIVERIES_IN_FLIGHT,
    attemptsPerEvent: settings.ATTEMPTS_PER_EVENT,
    timeScale: settings.SANDBOX_TIME_SCALE,
    now: () => now().getTime(),
  };
  const deliverer = createDeliverer({
    timeoutMs: settings.DELIVERY_TIMEOUT_SECONDS * 1_000,
    allowsLoopback: settings.SANDBOX,
  });
  const drainer = createDrainer({
    log,
    subscriptions,
    cursors,
    deadLetters,
    deliverer,
    encryption,
    rules: laneRules,
    leaseMs,
  });
  const pseudonyms = settings.PSEUDONYMISE_INSIDER_RISK_USERS
    ? replacingPeople(keyedPseudonym(localKeys ?? []))
    : namesAsGiven;
  const alerts = alertsFor(graphClients, pseudonyms);
  const clock = createServerClock();
  const graph = graphClients.asApp();
  const runbook =
    settings.DLP_RUNBOOK_ID &&
    automationRunbook({
      baseUrl: settings.AZURE_RESOURCE_MANAGER_BASE_URL,
      runbook: settings.DLP_RUNBOOK_ID,
      credential: credentials.appCredential,
    });

  const contents = { operations, timers };
  const isSet = (setting: string): boolean => {
    const value: unknown = Reflect.get(settings, setting);
    return value !== undefined && value !== false;
  };
  const heldBy = (identity: Caller | 'app') => (scope: string) =>
    heldPermissions(identity === 'app' ? credentials.appCredential : credentials.onBehalfOf(identity), scope);
  const contentTypes = settings.ACTIVITY_CONTENT_TYPES;
  const activityRead: readonly Source[] = contentTypes.map((contentType) => activitySources[contentType]);
  const sourcesRead: readonly Source[] = ['alerts', 'incidents', ...activityRead];
  const activityUnread = Object.values(activitySources).filter((source) => !activityRead.includes(source));
  const ruleMatches = createRuleMatches({
    log,
    dlpContent: contentTypes.includes('DLP.All') ? 'read' : 'unread',
    ...(settings.DLP_ALERT_EVENTS && {
      otherMatches: dlpAlertEvents(graphClients.asApp('beta')),
    }),
    now,
  });

  return {
    authorize: withinRate(
      authorization({
        authorityHost: settings.ENTRA_AUTHORITY_HOST,
        tenantId,
        audiences: settings.API_AUDIENCE,
        allowedClientIds: settings.ALLOWED_CLIENT_IDS,
      }),
      settings.CALLS_PER_MINUTE,
    ),
    idempotency,
    publicBaseUrl: settings.PUBLIC_BASE_URL,
    log,
    sourcesRead,
    subscriptions,
    cursors,
    deadLetters,
    hints,
    drainer,
    laneRules,
    subscribe: createSubscribe({
      subscriptions,
      cursors,
      log,
      hints,
      encryption,
      callbackRules: { hostSuffixes: settings.CALLBACK_HOST_SUFFIXES, allowsLoopback: settings.SANDBOX },
      publicBaseUrl: settings.PUBLIC_BASE_URL,
      retentionDays: settings.RETENTION_DAYS,
      sourcesRead: sources.filter((source) => !activityUnread.some((unread) => unread === source)),
      now,
    }),
    testDrafts: {
      OnDlpAlert: () => testAlert(exampleAlert),
      OnInsiderRiskAlert: () => testAlert(exampleInsiderRiskAlert),
      OnCloudAppAlert: () => testAlert(exampleCloudAppAlert),
      OnIncident: testIncident,
      ...testActivity,
      OnConnectorHealth: testHealth,
    },
    observed: { log, sourcesRead, subscriptions, cursors, deadLetters, silentFlowDays: settings.SILENT_FLOW_DAYS, now },
    toldHealth: createToldHealth(openTable(connection, 'purviewHealth')),
    encryption,
    dataKeys,
    tenantId,
    triggers: Object.fromEntries(
      operations.flatMap((found) => ('follows' in found ? [[found.operationId, found.follows]] : [])),
    ),
    alertsFor: alerts,
    ruleMatches,
    alertPoll: createPoller({
      log,
      tenantId,
      source: 'alerts',
      clock,
      read: ({ from, to }, isKnown) =>
        readAlerts(graph, { from: new Date(from), to: new Date(to), isKnown, pseudonyms, join: ruleMatches.join }),
      overlapMs: settings.ALERT_OVERLAP_MINUTES * 60_000,
      initialLookbackMs: settings.INITIAL_LOOKBACK_HOURS * 60 * 60_000,
    }),
    approvals,
    changeLog,
    auditFor: auditFor(graphClients, settings.AUDIT_SEARCH_VERSION),
    subjectRightsRequestsFor: requestsFor(graphClients, now),
    ediscoveryFor: ediscoveryFor((fetch) => createGraphClients({ ...graphOptions, fetch }), ediscoveryBudget),
    revealingAlertsFor: revealingAlertsFor(graphClients, pseudonyms),
    incidentsFor: incidentsFor(graphClients, pseudonyms),
    incidentPoll: createPoller({
      log,
      tenantId,
      source: 'incidents',
      clock,
      read: ({ from, to }, isKnown) =>
        readIncidents(graph, { from: new Date(from), to: new Date(to), isKnown, pseudonyms }),
      overlapMs: settings.ALERT_OVERLAP_MINUTES * 60_000,
      initialLookbackMs: settings.INITIAL_LOOKBACK_HOURS * 60 * 60_000,
    }),
    huntingQueries: approvedQueries,
    hunt: huntingOfGraph(graphClients),
    usersFor: usersFor(graphClients),
    labelsFor: labelsFor(graphClients),
    labelOperations: createLabelOperations({
      encryption,
      lookAtMonitor: createMonitor(),
      graphOrigin: new URL(settings.GRAPH_BASE_URL).origin,
      budgetMs: settings.LABEL_WAIT_SECONDS * 1_000,
    }),
    labelPrice: { perChange: settings.LABEL_PRICE, currency: settings.LABEL_PRICE_CURRENCY },
    sharingFor: sharingFor(graphClients, { internalDomains: settings.INTERNAL_DOMAINS }),
    receipts,
    dlpPolicies: settings.DLP_POLICY_FILES ? dlpPoliciesOfGraph(graphClients.asApp('beta')) : dlpPoliciesOff,
    policyBaselines: createPolicyBaselines(openTable(connection, 'purviewBaselines')),
    modeChanges: runbook ? modeChangesBy(runbook) : modeChangesOff,
    now,
    contents,
    isSet,
    heldBy,
    applicationPermissions: () => applicationPermissions(contents, isSet, heldBy('app')),
    settingWarnings: settingWarnings(settings),
    activityPolls: createActivityPolls({
      log,
      tenantId,
      contentTypes,
      feed: createActivityFeed({
        baseUrl: settings.ACTIVITY_FEED_BASE_URL,
        tenantId,
        credential: credentials.appCredential,
      }),
      lookup: labelsOfGraph(graph),
      auditOperations: new Set(settings.AUDIT_OPERATIONS.map((operation) => operation.toLowerCase())),
      overlapMs: settings.ACTIVITY_OVERLAP_HOURS * 60 * 60_000,
      initialLookbackMs: settings.INITIAL_LOOKBACK_HOURS * 60 * 60_000,
    }),
    teamsFor: (caller) => teamsOfGraph(graphClients.onBehalfOf(caller)),
    alertCards: {
      async ofEvent(_caller, eventId) {
        const entry = await log.find(eventId);
        const event: PurviewEvent & { readonly alert?: Alert } = JSON.parse(entry?.json ?? '{}');
        return event.alert && { ...cardOf(event.alert), eventId, isTest: event.isTest };
      },
      ofAlert: async (caller, alertId) => cardOf(await alerts(caller).get(alertId)),
    },
    workflowsWebhook:
      settings.TEAMS_WEBHOOK_URL &&
      workflowsWebhook({ url: settings.TEAMS_WEBHOOK_URL, hosts: settings.SANDBOX ? 'loopback' : 'workflows' }),
    expiring: [
      ...sources.map((source) => ({
        name: `events of ${source}`,
        purge: () => log.purge(source, { entries: daysAgo(settings.RETENTION_DAYS), records: daysAgo(recordKeyDays) }),
      })),
      {
        name: 'subscriptions and dead letters',
        purge: () => purgeSubscriptions({ subscriptions, cursors, deadLetters }, daysAgo(settings.RETENTION_DAYS)),
      },
      { name: 'approvals', purge: () => approvals.purge(daysAgo(settings.RETENTION_DAYS)) },
      { name: 'changes', purge: () => changeLog.purge(daysAgo(settings.RETENTION_DAYS)) },
      { name: 'receipts of removed access', purge: () => receipts.purge(daysAgo(settings.RETENTION_DAYS)) },
      { name: 'keyed calls', purge: () => idempotency.purge(daysAgo(keyedCallDays)) },
    ],
  };
};

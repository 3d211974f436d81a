import { allowedClientIds, api } from '../contoso/applications.ts';
import { tenant } from '../contoso/tenant.ts';
import { loadLocalSettings } from '../host/localSettings.ts';

export interface BackEndPlaces {
  caFile: string;
  authority: string;
  graph: string;
  activityFeed: string;
  storage: string;
  teamsWebhook: string;
  resourceManager: string;
  dlpRunbookId: string;
  encryptionKey: string;
  /** A developer's own settings, which belong to another tenant. */
  localSettingsFile: string;
}

/** The environment in which the back end serves the simulated tenant; schedules are faster than in Azure. */
export async function backEndSettings(places: BackEndPlaces): Promise<Record<string, string>> {
  return {
    ...(await emptied(places.localSettingsFile)),
    NODE_EXTRA_CA_CERTS: places.caFile,
    AzureWebJobsStorage: places.storage,
    ENTRA_AUTHORITY_HOST: places.authority,
    ENTRA_TENANT_ID: tenant.id,
    API_CLIENT_ID: api.clientId,
    ALLOWED_CLIENT_IDS: allowedClientIds.join(','),
    GRAPH_BASE_URL: places.graph,
    ACTIVITY_FEED_BASE_URL: places.activityFeed,
    GRAPH_CLIENT_SECRET: api.clientSecret,
    INTERNAL_DOMAINS: [tenant.defaultDomain, tenant.initialDomain].join(','),
    TEAMS_WEBHOOK_URL: places.teamsWebhook,
    ENCRYPTION_KEYS: places.encryptionKey,
    DLP_POLICY_FILES: 'true',
    DLP_RUNBOOK_ID: places.dlpRunbookId,
    AZURE_RESOURCE_MANAGER_BASE_URL: places.resourceManager,
    SANDBOX: 'true',
    ALERT_POLL_SCHEDULE: '*/2 * * * * *',
    ACTIVITY_POLL_SCHEDULE: '*/5 * * * * *',
    INCIDENT_POLL_SCHEDULE: '1-59/2 * * * * *',
    SWEEP_SCHEDULE: '*/5 * * * * *',
  };
}

/** The host fills what the environment leaves out from local.settings.json, but lets an empty variable be. */
async function emptied(localSettingsFile: string): Promise<Record<string, string>> {
  const settings: NodeJS.ProcessEnv = {};
  await loadLocalSettings(localSettingsFile, settings);
  return Object.fromEntries(Object.keys(settings).map((name) => [name, '']));
}

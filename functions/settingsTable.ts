import type { SettingKind } from './settingKinds.ts';

interface Setting {
  readonly kind: SettingKind;
  readonly description: string;
  /** As it would be written in the environment. */
  readonly default?: string;
  /** Why an empty default is not the same as none: what stands in for it. */
  readonly otherwise?: string;
  readonly required?: true;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Set by Azure, not by an administrator. */
  readonly platform?: true;
}

/** Every setting of the app: the source of their types, their checks and docs/settings.md. */
export const settingsTable = {
  AzureWebJobsStorage: {
    kind: 'connectionString',
    description: 'Connection string of the storage account that holds events, subscriptions and queues.',
    otherwise: 'AzureWebJobsStorage__accountName with the managed identity',
  },
  AzureWebJobsStorage__accountName: {
    kind: 'text',
    description: 'Name of the storage account, reached by the managed identity instead of a connection string.',
    otherwise: 'AzureWebJobsStorage',
  },
  AzureWebJobsStorage__tableServiceUri: {
    kind: 'origin',
    description: 'Table endpoint of the storage account, where it is not the public cloud’s.',
    otherwise: 'https://{account name}.table.core.windows.net',
  },
  AzureWebJobsStorage__queueServiceUri: {
    kind: 'origin',
    description: 'Queue endpoint of the storage account, where it is not the public cloud’s.',
    otherwise: 'https://{account name}.queue.core.windows.net',
  },
  AzureWebJobsStorage__clientId: {
    kind: 'guid',
    description: 'Client id of the user-assigned managed identity that reaches the storage account.',
    otherwise: 'the system-assigned identity',
  },
  ENTRA_AUTHORITY_HOST: {
    kind: 'httpsOrigin',
    default: 'https://login.microsoftonline.com',
    description: 'Origin of Entra ID, for tokens in and out.',
  },
  ENTRA_TENANT_ID: { kind: 'guid', required: true, description: 'The tenant that the app serves.' },
  API_CLIENT_ID: {
    kind: 'guid',
    required: true,
    description: 'Application (client) id of the app registration that stands for this API.',
  },
  API_AUDIENCE: {
    kind: 'list',
    description: 'Audiences of the tokens that are accepted, separated by commas.',
    otherwise: '{API_CLIENT_ID},api://{API_CLIENT_ID}',
  },
  ALLOWED_CLIENT_IDS: {
    kind: 'guids',
    default: '',
    description: 'Applications that may call, separated by commas; empty: any application of the tenant.',
  },
  GRAPH_BASE_URL: {
    kind: 'origin',
    default: 'https://graph.microsoft.com',
    description: 'Origin of Microsoft Graph.',
  },
  GRAPH_CLIENT_ID: {
    kind: 'guid',
    description: 'The app registration that acts on Microsoft Graph on behalf of people.',
    otherwise: '{API_CLIENT_ID}',
  },
  GRAPH_CLIENT_SECRET: {
    kind: 'secret',
    description: 'Client secret of that registration; also for the app’s own calls where no managed identity exists.',
    otherwise: 'GRAPH_FEDERATED_CLIENT_ID',
  },
  GRAPH_FEDERATED_CLIENT_ID: {
    kind: 'guid',
    description:
      'Client id of the user-assigned managed identity whose token stands in for the client secret (federated credential).',
    otherwise: 'GRAPH_CLIENT_SECRET',
  },
  ACTIVITY_FEED_BASE_URL: {
    kind: 'origin',
    default: 'https://manage.office.com',
    description: 'Origin of the Office 365 Management Activity API.',
  },
  ALERT_POLL_SCHEDULE: {
    kind: 'schedule',
    default: '0 * * * * *',
    description: 'When alerts are polled: six-field NCRONTAB in UTC, as are all schedules.',
  },
  INCIDENT_POLL_SCHEDULE: {
    kind: 'schedule',
    default: '30 * * * * *',
    description: 'When incidents are polled.',
  },
  ACTIVITY_POLL_SCHEDULE: {
    kind: 'schedule',
    default: '0 */2 * * * *',
    description: 'When the activity feed is polled.',
  },
  SWEEP_SCHEDULE: {
    kind: 'schedule',
    default: '*/10 * * * * *',
    description: 'When subscriptions that have work and no live lease are woken.',
  },
  HEALTH_SCHEDULE: {
    kind: 'schedule',
    default: '20 */5 * * * *',
    description: 'When the health of flows and sources is compared with what was told of it.',
  },
  RESEAL_SCHEDULE: {
    kind: 'schedule',
    default: '0 10 3 * * *',
    description: 'When callback addresses are sealed anew with the newest encryption key.',
  },
  PURGE_SCHEDULE: {
    kind: 'schedule',
    default: '0 40 3 * * *',
    description: 'When what is past its retention is dropped.',
  },
  PERMISSION_CHECK_SCHEDULE: {
    kind: 'schedule',
    default: '0 20 4 * * *',
    description: 'When the permissions of the app are compared with those that it needs; also at every start.',
  },
  ALERT_OVERLAP_MINUTES: {
    kind: 'integer',
    default: '120',
    minimum: 1,
    maximum: 10_080,
    description: 'How far each poll of alerts and incidents reads again before its watermark, for what arrives late.',
  },
  ACTIVITY_OVERLAP_HOURS: {
    kind: 'integer',
    default: '24',
    minimum: 1,
    maximum: 168,
    description: 'The same for the activity feed, which keeps 7 days.',
  },
  ACTIVITY_CONTENT_TYPES: {
    kind: 'contentTypes',
    default: 'DLP.All,Audit.SharePoint,Audit.General',
    description:
      'What is read of the activity feed, separated by commas, or none. The default is what the triggers about rule matches, labels, sharing, uploads and policies stand on; Audit.Exchange and Audit.AzureActiveDirectory are the others.',
  },
  AUDIT_OPERATIONS: {
    kind: 'list',
    default: '',
    description:
      'Operations whose records are kept as audit events, separated by commas; empty: all. What the other triggers need is kept in any case.',
  },
  UNSANCTIONED_APP_ALERTS: {
    kind: 'list',
    default: 'Data exfiltration to unsanctioned apps',
    description:
      'Titles or policies of Defender for Cloud Apps alerts that OnShadowItUpload takes for uploads to an unsanctioned app, separated by commas; none: takes no alerts. The default is the name of Microsoft’s own policy; add those of yours.',
  },
  DLP_ALERT_EVENTS: {
    kind: 'boolean',
    default: 'false',
    description:
      'Whether rule matches of DLP alerts are also asked for at dlpAlertEvent of Microsoft Graph beta, a preview without a published permission; public code uses SecurityEvents.Read.All.',
  },
  INITIAL_LOOKBACK_HOURS: {
    kind: 'integer',
    default: '24',
    minimum: 0,
    maximum: 168,
    description: 'How far back a new installation begins to read.',
  },
  LEASE_SECONDS: {
    kind: 'integer',
    default: '15',
    minimum: 5,
    maximum: 300,
    description: 'How long a worker keeps a subscription to itself without a sign of life.',
  },
  DELIVERIES_IN_FLIGHT: {
    kind: 'integer',
    default: '16',
    minimum: 1,
    maximum: 256,
    description: 'Deliveries of one subscription at the same time.',
  },
  DELIVERY_TIMEOUT_SECONDS: {
    kind: 'integer',
    default: '30',
    minimum: 1,
    maximum: 120,
    description: 'How long a callback may take to answer.',
  },
  ATTEMPTS_PER_EVENT: {
    kind: 'integer',
    default: '12',
    minimum: 1,
    maximum: 100,
    description: 'Attempts at one event, while others get through, before it becomes a dead letter.',
  },
  AUDIT_SEARCH_VERSION: {
    kind: 'graphVersion',
    default: 'v1.0',
    description:
      'The version of Microsoft Graph that the audit log is searched through: v1.0, or beta where that lacks it.',
  },
  EDISCOVERY_CALLS_PER_MINUTE: {
    kind: 'integer',
    default: '5',
    minimum: 2,
    maximum: 1_000,
    description: 'How often all flows together may call eDiscovery in a minute: the limit that Microsoft sets.',
  },
  RETENTION_DAYS: {
    kind: 'integer',
    default: '30',
    minimum: 1,
    maximum: 365,
    description: 'How long events and dead letters are kept, and so how far back a replay reaches.',
  },
  SILENT_FLOW_DAYS: {
    kind: 'integer',
    default: '7',
    minimum: 0,
    maximum: 365,
    description: 'Days without an event after which a flow that used to get some is reported as silent; 0: never.',
  },
  BODY_LIMIT_BYTES: {
    kind: 'integer',
    default: '1048576',
    minimum: 1_024,
    maximum: 104_857_600,
    description: 'The largest request body that is accepted.',
  },
  CALLS_PER_MINUTE: {
    kind: 'integer',
    default: '3000',
    minimum: 0,
    maximum: 1_000_000,
    description:
      'Calls that one person or app may make in a minute, counted on each instance; more are answered with 429. 0: no limit.',
  },
  PUBLIC_BASE_URL: {
    kind: 'origin',
    description: 'Origin under which the app is reached from outside; every address that it hands out begins with it.',
    otherwise:
      'https://{WEBSITE_HOSTNAME}; with SANDBOX=true http:// on this machine, by default http://localhost:7071',
  },
  CALLBACK_HOST_SUFFIXES: {
    kind: 'hostSuffixes',
    default: '.logic.azure.com,.environment.api.powerplatform.com',
    description: 'Hosts that callbacks may be on, by how their names end.',
  },
  ENCRYPTION_KEYS: {
    kind: 'encryptionKeys',
    description:
      'Keys for callback addresses at rest: Base64 of 32 bytes each, separated by commas. The first encrypts, all decrypt; beside ENCRYPTION_KEY_VAULT_KEY_ID they only decrypt, and the last one makes pseudonyms.',
    otherwise: 'ENCRYPTION_KEY_VAULT_KEY_ID',
  },
  ENCRYPTION_KEY_VAULT_KEY_ID: {
    kind: 'keyVaultKeyId',
    description:
      'An RSA key in Azure Key Vault that wraps the keys for callback addresses, such as https://contoso.vault.azure.net/keys/purview-response.',
    otherwise: 'ENCRYPTION_KEYS',
  },
  PSEUDONYMISE_INSIDER_RISK_USERS: {
    kind: 'boolean',
    default: 'true',
    description:
      'Whether the people of insider risk alerts are replaced by pseudonyms in events and answers. The pseudonyms are made with the last key of ENCRYPTION_KEYS, and change when it leaves the list.',
  },
  TEAMS_WEBHOOK_URL: {
    kind: 'secretUrl',
    description: 'Address of the Teams workflow that posts cards when nobody is signed in.',
    otherwise: 'no such posts',
  },
  INTERNAL_DOMAINS: {
    kind: 'domains',
    default: '',
    description:
      'Mail domains of the organisation, separated by commas: whoever has an address in another one is outside. Empty: the domain of the person who asks.',
  },
  LABEL_PRICE: {
    kind: 'number',
    default: '0.00185',
    description:
      'What one change of a sensitivity label is taken to cost. The default is what Microsoft’s list of metered APIs named in 2026; it is a guess about your bill, not a part of it.',
  },
  LABEL_PRICE_CURRENCY: { kind: 'text', default: 'USD', description: 'The currency of that price.' },
  LABEL_WAIT_SECONDS: {
    kind: 'integer',
    default: '20',
    minimum: 0,
    maximum: 90,
    description:
      'How long an action waits for SharePoint to change a label before it answers that it is still running.',
  },
  DLP_POLICY_FILES: {
    kind: 'boolean',
    default: 'false',
    description:
      'Allows to read DLP policies over policyFiles, a beta interface of Microsoft Graph that may change without notice.',
  },
  DLP_RUNBOOK_ID: {
    kind: 'runbookId',
    description: 'Resource id of the runbook Set-DlpPolicyMode, which sets the mode of DLP policies.',
    otherwise: 'modes cannot be set',
  },
  AZURE_RESOURCE_MANAGER_BASE_URL: {
    kind: 'origin',
    default: 'https://management.azure.com',
    description: 'Origin of Azure Resource Manager, through which the runbook is run.',
  },
  APPLICATIONINSIGHTS_CONNECTION_STRING: {
    kind: 'secret',
    description: 'Where telemetry goes.',
    otherwise: 'none is sent',
  },
  SANDBOX: {
    kind: 'boolean',
    default: 'false',
    description: 'Allows addresses on this machine, for trying out. A deployed app refuses to start with it.',
  },
  SANDBOX_TIME_SCALE: {
    kind: 'number',
    default: '1',
    minimum: 1,
    maximum: 100_000,
    description: 'Divides back-off and probe waits; with SANDBOX=true only.',
  },
  WEBSITE_HOSTNAME: { kind: 'text', platform: true, description: 'The host name of the deployed app.' },
  IDENTITY_ENDPOINT: { kind: 'text', platform: true, description: 'Where the app’s managed identity gets its tokens.' },
  WEBSITE_INSTANCE_ID: { kind: 'text', platform: true, description: 'Tells a deployed app from a local one.' },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof settingsTable;

/** The same table, each row with all the columns that a row may have. */
export const settingRows: Readonly<Record<SettingName, Setting>> = settingsTable;

import { microsoftResources } from './microsoftResources.ts';

/** The app roles of our API, from the narrowest to the widest. */
export const appRoles = [
  { id: 'c498b6e7-3648-445e-9afa-3a387f006745', value: 'Purview.Reader', displayName: 'Reader' },
  { id: 'ab57f985-4332-43da-a75a-2e199b58ba8d', value: 'Purview.Responder', displayName: 'Responder' },
  { id: 'c1b87f1a-7323-491b-99f9-cbef0f69a4d0', value: 'Purview.Remediator', displayName: 'Remediator' },
  { id: '2eb73728-2fea-475e-b536-5e1458294a90', value: 'Purview.Administrator', displayName: 'Administrator' },
] as const;

export type AppRole = (typeof appRoles)[number]['value'];

/** Permissions on one resource, named by the resource's app id. */
export type Grants = Readonly<Record<string, readonly string[]>>;

/** An app registration of the tenant, together with what its service principal was granted. */
export interface Application {
  clientId: string;
  displayName: string;
  /** The service principal: `oid` and `sub` of the app's own tokens. */
  objectId: string;
  /** Left out for a public client, which proves itself by PKCE alone, and for a managed identity. */
  clientSecret?: string;
  redirectUris: readonly string[];
  /** Admin-consented delegated permissions. */
  delegatedPermissions: Grants;
  /** App roles and Graph application permissions that the app holds on its own account. */
  applicationPermissions: Grants;
  /** Object ids of managed identities whose tokens stand for the client secret. */
  federatedIdentities: readonly string[];
}

const apiClientId = 'ac3e0b5b-c291-4709-8c1e-26038dabf68e';
const managedIdentityObjectId = '2f314fdb-43c4-4bc7-a4cc-dcf9ea5ee53c';
const { graph, activityFeed, defenderForCloudApps, azureResourceManager } = microsoftResources;

const applicationPermissions: Grants = {
  [graph.appId]: [
    'AuditLogsQuery.Read.All',
    'Channel.ReadBasic.All',
    'Files.ReadWrite.All',
    'InformationProtectionPolicy.Read.All',
    'SecurityAlert.ReadWrite.All',
    'SecurityIncident.ReadWrite.All',
    'SensitivityLabels.Read.All',
    'Sites.Read.All',
    'Team.ReadBasic.All',
    'ThreatHunting.Read.All',
    'User.Read.All',
    'User.RevokeSessions.All',
    'eDiscovery.ReadWrite.All',
  ],
  [activityFeed.appId]: ['ActivityFeed.Read', 'ActivityFeed.ReadDlp'],
  [defenderForCloudApps.appId]: ['Discovery.manage', 'Investigation.manage'],
};

/** Our API: the back end's app registration, which the connector calls and which calls Graph for the signed-in person. */
export const api = {
  clientId: apiClientId,
  displayName: 'Purview Response',
  objectId: 'bafe9bd1-20c5-4152-9127-c47089bf36a2',
  clientSecret: 'sandbox-only-secret-of-the-api',
  redirectUris: [],
  delegatedPermissions: {
    [graph.appId]: [
      'AuditLogsQuery.Read.All',
      'Channel.ReadBasic.All',
      'ChannelMessage.Send',
      'Files.Read.All',
      'Files.ReadWrite',
      'Files.ReadWrite.All',
      'GroupMember.Read.All',
      'RecordsManagement.Read.All',
      'RecordsManagement.ReadWrite.All',
      'SecurityAlert.ReadWrite.All',
      'SecurityIncident.ReadWrite.All',
      'SensitivityLabel.Read',
      'SensitivityLabels.Read.All',
      'Sites.Read.All',
      'SubjectRightsRequest.ReadWrite.All',
      'Team.ReadBasic.All',
      'ThreatHunting.Read.All',
      'User.Read',
      'User.Read.All',
      'User.RevokeSessions.All',
      'eDiscovery.ReadWrite.All',
    ],
    [azureResourceManager.appId]: ['user_impersonation'],
  },
  applicationPermissions,
  federatedIdentities: [managedIdentityObjectId],
  appIdUri: `api://${apiClientId}`,
  scopes: ['access_as_user'],
} as const satisfies Application & { appIdUri: string; scopes: readonly string[] };

/** The system-assigned identity of the Function App: what timers and scheduled runs act as. */
export const managedIdentity: Application = {
  clientId: '527f5da6-56ec-4c60-9a8f-3fe29280ba2e',
  displayName: 'func-purview-response',
  objectId: managedIdentityObjectId,
  redirectUris: [],
  delegatedPermissions: {},
  applicationPermissions,
  federatedIdentities: [],
};

/** The Power Platform connector, which signs makers in and calls our API for them. */
export const connector: Application = {
  clientId: '75592f89-b3fb-45ee-a243-20456800e67e',
  displayName: 'Purview Response connector',
  objectId: '5cdc78b9-da64-40c7-9001-025998daa4bf',
  redirectUris: ['https://global.consent.azure-apim.net/redirect/purview-20response-5f9d2c41'],
  delegatedPermissions: { [apiClientId]: api.scopes },
  applicationPermissions: {},
  federatedIdentities: [],
};

/** A script of the SOC that calls our API on its own account. */
export const automationClient: Application = {
  clientId: '5e4a329c-dbe7-4f00-8ba4-97ddb6d9f6f4',
  displayName: 'SOC automation',
  objectId: '6659b554-0410-4017-aad4-92d26a015b66',
  clientSecret: 'sandbox-only-secret-of-the-automation',
  redirectUris: [],
  delegatedPermissions: {},
  applicationPermissions: { [apiClientId]: ['Purview.Responder'] satisfies AppRole[] },
  federatedIdentities: [],
};

/** A public client that was consented to our API and yet is not among the clients that the back end allows. */
export const foreignClient: Application = {
  clientId: 'a3003324-c470-428b-8801-8f5e186391da',
  displayName: 'Expense tracker',
  objectId: 'f6e5c77a-2ee0-4f69-a14d-292e1f1eabfa',
  redirectUris: ['http://localhost:5173/signed-in'],
  delegatedPermissions: { [apiClientId]: api.scopes },
  applicationPermissions: {},
  federatedIdentities: [],
};

export const applications: readonly Application[] = [api, managedIdentity, connector, automationClient, foreignClient];

/** The clients that the back end lets in: its ALLOWED_CLIENT_IDS. */
export const allowedClientIds: readonly string[] = [connector.clientId, automationClient.clientId];

/** An API that tokens are issued for. */
export interface Resource {
  appId: string;
  displayName: string;
  /** Without a trailing slash; a request may carry one, and then the audience carries it too. */
  identifierUri: string;
}

/** Microsoft's own APIs that tokens of the tenant are issued for. */
export const microsoftResources = {
  graph: {
    appId: '00000003-0000-0000-c000-000000000000',
    displayName: 'Microsoft Graph',
    identifierUri: 'https://graph.microsoft.com',
  },
  activityFeed: {
    appId: 'c5393580-f805-4401-95e8-94b7a6ef2fc2',
    displayName: 'Office 365 Management APIs',
    identifierUri: 'https://manage.office.com',
  },
  logsIngestion: {
    appId: 'be14bf7e-8ab4-49b0-9dc6-a0eddd6fa73e',
    displayName: 'Azure Monitor',
    identifierUri: 'https://monitor.azure.com',
  },
  defenderForCloudApps: {
    appId: '05a65629-4c1b-48c1-a78b-804c4abdd4af',
    displayName: 'Microsoft Cloud App Security',
    identifierUri: 'https://portal.cloudappsecurity.com',
  },
  azureResourceManager: {
    appId: '797f4846-ba00-4fd7-ba43-dac1f8f63013',
    displayName: 'Windows Azure Service Management API',
    identifierUri: 'https://management.azure.com',
  },
  keyVault: {
    appId: 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093',
    displayName: 'Azure Key Vault',
    identifierUri: 'https://vault.azure.net',
  },
  workflows: {
    appId: '7df0a125-d3be-4c96-aa54-591f83ff541c',
    displayName: 'Microsoft Flow Service',
    identifierUri: 'https://service.flow.microsoft.com',
  },
  /** What a managed identity's token is issued for when it stands for an app's client secret. */
  tokenExchange: {
    appId: 'fb60f99c-7a34-4190-8149-302f77469936',
    displayName: 'AAD Token Exchange Endpoint',
    identifierUri: 'api://AzureADTokenExchange',
  },
} as const satisfies Record<string, Resource>;

import type { SettingGroup } from './setting.ts';

/** Where the app keeps events, subscriptions and queues. */
export const storageSettings = {
  AzureWebJobsStorage: {
    kind: 'connectionString',
    description: 'Connection string of the storage account that holds events, subscriptions and queues.',
    otherwise: 'AzureWebJobsStorage__accountName with the managed identity',
  },
  AzureWebJobsStorage__accountName: {
    kind: 'storageAccount',
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
    description:
      'Client id of the user-assigned managed identity that the app uses as its own, the storage account included.',
    otherwise: 'GRAPH_FEDERATED_CLIENT_ID, else the system-assigned identity',
  },
} as const satisfies SettingGroup;

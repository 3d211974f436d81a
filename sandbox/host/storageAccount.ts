import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { Settings } from './settings.ts';
import type { QueueTrigger, TimerTrigger } from './triggers.ts';

/** Storage is asked again by the loops that need it, so the SDK's long waits between tries are not wanted. */
const retryOptions = { maxTries: 2, retryDelayInMs: 200 };

/** The queues of the account that a trigger's `connection` names. */
export function queueService(
  { name, connection }: QueueTrigger,
  settings: Settings,
  hostConnection: string | undefined,
): QueueServiceClient {
  const named = settings[`AzureWebJobs${connection}`] ?? settings[connection];
  const connectionString = connection === 'AzureWebJobsStorage' ? hostConnection : named;
  return QueueServiceClient.fromConnectionString(connectionString || missing(name, connection), { retryOptions });
}

/** The container where the host keeps the leases and statuses of timers. */
export function timerContainer({ name }: TimerTrigger, hostConnection: string | undefined): ContainerClient {
  const connectionString = hostConnection || missing(name, 'AzureWebJobsStorage');
  return BlobServiceClient.fromConnectionString(connectionString, { retryOptions }).getContainerClient(
    'azure-webjobs-hosts',
  );
}

function missing(functionName: string, setting: string): never {
  throw new Error(
    `Function "${functionName}" needs a storage account: set ${setting} to its connection string ` +
      '("UseDevelopmentStorage=true" for Azurite).',
  );
}

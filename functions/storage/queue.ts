import type { QueueClient } from '@azure/storage-queue';
import { limits } from './limits.ts';
import { type OpenOptions, type StorageConnection, storageDeadlineMs, storageRetry } from './storageConnection.ts';
import { faultCode, isStorageFault, storageError } from './storageFault.ts';

export interface Queue {
  /** Puts a message that stays out of sight for `delayMs`; it is dropped when nobody took it within an hour after that. */
  send(message: object, options?: { readonly delayMs?: number }): Promise<void>;
}

const connect = async (connection: StorageConnection, name: string): Promise<QueueClient> => {
  const { QueueClient } = await import('@azure/storage-queue');
  const options = {
    retryOptions: {
      maxTries: storageRetry.maxRetries + 1,
      retryDelayInMs: storageRetry.retryDelayInMs,
      maxRetryDelayInMs: storageRetry.maxRetryDelayInMs,
    },
  };
  if ('connectionString' in connection) return new QueueClient(connection.connectionString.reveal(), name, options);
  return new QueueClient(
    `${connection.queueEndpoint.replace(/\/$/, '')}/${name}`,
    await connection.credential(),
    options,
  );
};

/** Opens a queue of the app's storage account; it is created when its first use finds it missing. */
export const openQueue = (
  connection: StorageConnection,
  name: string,
  { deadlineMs = storageDeadlineMs }: OpenOptions = {},
): Queue => {
  let opened: Promise<QueueClient> | undefined;
  const open = (): Promise<QueueClient> => {
    opened ??= connect(connection, name).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };

  return {
    async send(message, { delayMs = 0 } = {}) {
      const text = JSON.stringify(message);
      if (Buffer.byteLength(text) > limits.queueMessageBytes)
        throw new RangeError('A queue message holds 48 KiB at most.');
      // The Functions host expects base64.
      const body = Buffer.from(text).toString('base64');
      const visibilityTimeout = Math.ceil(delayMs / 1_000);
      const put = (client: QueueClient) =>
        client.sendMessage(body, {
          visibilityTimeout,
          messageTimeToLive: visibilityTimeout + 3_600,
          abortSignal: AbortSignal.timeout(deadlineMs),
        });
      const client = await open();
      try {
        await put(client).catch(async (error: unknown) => {
          if (!isStorageFault(error) || faultCode(error) !== 'QueueNotFound') throw error;
          await client.createIfNotExists({ abortSignal: AbortSignal.timeout(deadlineMs) });
          await put(client);
        });
      } catch (error) {
        throw isStorageFault(error) ? storageError(error) : error;
      }
    },
  };
};

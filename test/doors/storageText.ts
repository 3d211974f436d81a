import { setTimeout as delay } from 'node:timers/promises';
import { TableClient, TableServiceClient } from '@azure/data-tables';
import { QueueServiceClient } from '@azure/storage-queue';

const insecure = { allowInsecureConnection: true };

/** All rows of all tables and the messages of all queues of a simulated storage account, as text; equal when nothing changed. */
export async function storageText(connectionString: string): Promise<string> {
  return textOf(await rows(connectionString), await messages(connectionString));
}

/**
 * The same once nothing changes it any more and a host has no message left, not even one that it is at work on: what a
 * call has set going may go on for a moment after its answer.
 */
export async function settledStorageText(connectionString: string): Promise<string> {
  let earlier = '';
  for (;;) {
    const left = await messagesLeft(connectionString);
    const text = await storageText(connectionString);
    if (text === earlier && left === 0) return text;
    earlier = text;
    await delay(500);
  }
}

/** Those that a host has taken and not yet deleted are counted, though nobody sees them. */
async function messagesLeft(connectionString: string): Promise<number> {
  const queues = QueueServiceClient.fromConnectionString(connectionString);
  let left = 0;
  for await (const { name } of queues.listQueues())
    left += (await queues.getQueueClient(name).getProperties()).approximateMessagesCount ?? 0;
  return left;
}

const textOf = (...lines: readonly (readonly string[])[]): string => lines.flat().sort().join('\n');

async function rows(connectionString: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const { name = '' } of TableServiceClient.fromConnectionString(connectionString, insecure).listTables()) {
    const table = TableClient.fromConnectionString(connectionString, name, insecure);
    for await (const { timestamp, ...row } of table.listEntities()) lines.push(JSON.stringify([name, timestamp, row]));
  }
  return lines;
}

async function messages(connectionString: string): Promise<readonly string[]> {
  const lines: string[] = [];
  const queues = QueueServiceClient.fromConnectionString(connectionString);
  for await (const { name } of queues.listQueues()) {
    const { peekedMessageItems } = await queues.getQueueClient(name).peekMessages({ numberOfMessages: 32 });
    for (const { messageText } of peekedMessageItems) {
      lines.push(JSON.stringify([name, Buffer.from(messageText, 'base64').toString()]));
    }
  }
  return lines;
}

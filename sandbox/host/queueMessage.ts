import { type DequeuedMessageItem, type QueueClient, RestError } from '@azure/storage-queue';
import type { TypedData } from './coreTypes.ts';
import type { QueueSettings } from './hostJson.ts';
import type { Invocation } from './invokeFunction.ts';

export interface MessageOptions {
  queue: QueueClient;
  /** Left out for a queue that is a poison queue itself. */
  poisonQueue: QueueClient | undefined;
  settings: QueueSettings;
  /** How long a message is hidden before the hold on it is renewed, at half of it. */
  holdSeconds: number;
  ended: AbortSignal;
  invoke(input: Omit<Invocation, 'bindingName'>): Promise<unknown>;
  warn(message: string): void;
}

/**
 * Runs the function on one received message and settles it: deleted on success, visible again on failure,
 * and moved to the poison queue when it cannot be read or has failed too often.
 */
export async function processMessage(message: DequeuedMessageItem, options: MessageOptions): Promise<void> {
  const { queue, poisonQueue, settings, invoke, warn } = options;
  const text = settings.messageEncoding === 'none' ? message.messageText : decodeBase64(message.messageText);
  if (text === undefined || (poisonQueue && message.dequeueCount > settings.maxDequeueCount)) {
    await moveToPoison(message, message.popReceipt, options);
    return;
  }

  const hold = holdMessage(message, options);
  const succeeded = await invoke({ data: { string: text }, triggerMetadata: metadataOf(message, text) }).then(
    () => true,
    () => false,
  );
  const popReceipt = await hold.end();
  if (succeeded) {
    await tolerateGone(queue.deleteMessage(message.messageId, popReceipt));
  } else if (poisonQueue && message.dequeueCount >= settings.maxDequeueCount) {
    warn(`Message ${message.messageId} failed ${message.dequeueCount} times and moves to ${poisonQueue.name}.`);
    await moveToPoison(message, popReceipt, options);
  } else {
    const seconds = Math.round(settings.visibilityTimeoutMs / 1000);
    await tolerateGone(queue.updateMessage(message.messageId, popReceipt, undefined, seconds));
  }
}

/** Keeps a message hidden while its function runs; `end` tells the pop receipt that is valid then. */
function holdMessage(message: DequeuedMessageItem, options: MessageOptions): { end(): Promise<string> } {
  const { queue, holdSeconds, ended, warn } = options;
  let popReceipt = message.popReceipt;
  let renewing: Promise<void> = Promise.resolve();
  const renew = async () => {
    try {
      const renewed = await queue.updateMessage(message.messageId, popReceipt, undefined, holdSeconds);
      popReceipt = renewed.popReceipt ?? popReceipt;
    } catch (error) {
      warn(`The hold on message ${message.messageId} was not renewed: ${reasonOf(error)}`);
    }
  };
  const timer = setInterval(
    () => {
      renewing = renewing.then(renew);
    },
    (holdSeconds * 1000) / 2,
  );
  const stopRenewing = () => clearInterval(timer);
  ended.addEventListener('abort', stopRenewing, { once: true });
  return {
    async end() {
      stopRenewing();
      ended.removeEventListener('abort', stopRenewing);
      await renewing;
      return popReceipt;
    },
  };
}

async function moveToPoison(
  message: DequeuedMessageItem,
  popReceipt: string,
  { queue, poisonQueue }: MessageOptions,
): Promise<void> {
  if (poisonQueue) {
    await poisonQueue.createIfNotExists();
    await poisonQueue.sendMessage(message.messageText, { messageTimeToLive: -1 });
  }
  await tolerateGone(queue.deleteMessage(message.messageId, popReceipt));
}

/** A message that was settled elsewhere meanwhile is no fault: delivery is at least once. */
async function tolerateGone(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    const gone = error instanceof RestError && (error.statusCode === 404 || error.code === 'PopReceiptMismatch');
    if (!gone) throw error;
  }
}

function metadataOf(message: DequeuedMessageItem, text: string): Record<string, TypedData> {
  const json = (value: unknown): TypedData => ({ json: JSON.stringify(value) });
  return {
    QueueTrigger: { string: text },
    DequeueCount: json(message.dequeueCount),
    ExpirationTime: json(message.expiresOn),
    Id: { string: message.messageId },
    InsertionTime: json(message.insertedOn),
    NextVisibleTime: json(message.nextVisibleOn),
    PopReceipt: { string: message.popReceipt },
  };
}

function decodeBase64(encoded: string): string | undefined {
  const text = encoded.replace(/\s/g, '');
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(text, 'base64'));
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { setTimeout as delay } from 'node:timers/promises';
import type { DequeuedMessageItem, QueueClient, QueueServiceClient } from '@azure/storage-queue';
import type { QueueSettings } from './hostJson.ts';
import type { Invocation } from './invokeFunction.ts';
import { queueBackoff } from './queueBackoff.ts';
import { type MessageOptions, processMessage } from './queueMessage.ts';
import type { QueueTrigger } from './triggers.ts';

export interface QueueListenerOptions {
  trigger: QueueTrigger;
  service: QueueServiceClient;
  settings: QueueSettings;
  /** The longest wait between two looks into the queue, whatever host.json says. */
  pollingCapMs: number;
  /** How long a message in hand is hidden at a time; the real host takes 10 minutes. */
  holdSeconds: number;
  stopping: AbortSignal;
  ended: AbortSignal;
  invoke(trigger: QueueTrigger, invocation: Invocation): Promise<unknown>;
  warn(message: string): void;
}

export interface QueueListener {
  /** Resolves when the queue exists. */
  ready: Promise<void>;
  /** Resolves when no message is in hand any more after the stop. */
  done: Promise<void>;
}

const storageRetryMs = 1_000;

/** Feeds a queue's messages to its function, up to a batch and the threshold at a time. */
export function listenToQueue(options: QueueListenerOptions): QueueListener {
  const queue = options.service.getQueueClient(options.trigger.queueName);
  const ready = createQueue(queue, options);
  return { ready, done: ready.then(() => pump(queue, options)) };
}

async function createQueue(queue: QueueClient, { stopping, warn }: QueueListenerOptions): Promise<void> {
  for (let attempt = 0; !stopping.aborted; attempt += 1) {
    try {
      await queue.createIfNotExists();
      return;
    } catch (error) {
      if (attempt === 0) warn(`Queue ${queue.name} waits for storage: ${reasonOf(error)}`);
      await pause(storageRetryMs, stopping);
    }
  }
}

async function pump(queue: QueueClient, options: QueueListenerOptions): Promise<void> {
  const { settings, stopping, warn } = options;
  const backoff = queueBackoff(settings.maxPollingIntervalMs, options.pollingCapMs);
  const messageOptions = optionsFor(queue, options);
  const inHand = new Set<Promise<void>>();
  let unreachable = false;

  const take = (message: DequeuedMessageItem) => {
    const processing: Promise<void> = processMessage(message, messageOptions)
      .catch((error: unknown) => warn(`Message ${message.messageId} was not settled: ${reasonOf(error)}`))
      .finally(() => inHand.delete(processing));
    inHand.add(processing);
  };

  while (!stopping.aborted) {
    try {
      const { receivedMessageItems } = await queue.receiveMessages({
        numberOfMessages: settings.batchSize,
        visibilityTimeout: options.holdSeconds,
      });
      unreachable = false;
      for (const message of receivedMessageItems) take(message);
      if (receivedMessageItems.length === 0) await pause(backoff.nextWaitMs(), stopping);
      else backoff.reset();
      while (inHand.size > settings.newBatchThreshold) await Promise.race(inHand);
    } catch (error) {
      if (!unreachable) warn(`Queue ${queue.name} cannot be read: ${reasonOf(error)}`);
      unreachable = true;
      await pause(storageRetryMs, stopping);
      await queue.createIfNotExists().catch(() => undefined);
    }
  }
  await Promise.all(inHand);
}

function optionsFor(queue: QueueClient, options: QueueListenerOptions): MessageOptions {
  const { trigger, service, settings, holdSeconds, ended, invoke, warn } = options;
  return {
    queue,
    poisonQueue: queue.name.endsWith('-poison') ? undefined : service.getQueueClient(`${queue.name}-poison`),
    settings,
    holdSeconds,
    ended,
    invoke: (input) => invoke(trigger, { ...input, bindingName: trigger.bindingName }),
    warn,
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

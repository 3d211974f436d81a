/** The part of host.json that this host obeys; times are .NET TimeSpans (`00:00:10`). */
export interface HostJson {
  version?: string;
  extensions?: {
    http?: { routePrefix?: string };
    queues?: {
      batchSize?: number;
      newBatchThreshold?: number;
      maxDequeueCount?: number;
      visibilityTimeout?: string;
      maxPollingInterval?: string;
      messageEncoding?: 'base64' | 'none';
    };
  };
}

export interface QueueSettings {
  batchSize: number;
  newBatchThreshold: number;
  maxDequeueCount: number;
  visibilityTimeoutMs: number;
  maxPollingIntervalMs: number;
  messageEncoding: 'base64' | 'none';
}

/** The queue settings of host.json, with the real host's defaults and limits. */
export function queueSettings(hostJson: HostJson): QueueSettings {
  const queues = hostJson.extensions?.queues ?? {};
  const batchSize = queues.batchSize ?? 16;
  if (batchSize < 1 || batchSize > 32) throw new Error('host.json: queues.batchSize must be 1 to 32.');
  return {
    batchSize,
    newBatchThreshold: queues.newBatchThreshold ?? Math.floor(batchSize / 2),
    maxDequeueCount: queues.maxDequeueCount ?? 5,
    visibilityTimeoutMs: durationMs(queues.visibilityTimeout ?? '00:00:00', 'queues.visibilityTimeout'),
    maxPollingIntervalMs: durationMs(queues.maxPollingInterval ?? '00:01:00', 'queues.maxPollingInterval'),
    messageEncoding: queues.messageEncoding ?? 'base64',
  };
}

/** What every route begins with; `api` unless host.json says otherwise. */
export function routePrefix(hostJson: HostJson): string {
  return hostJson.extensions?.http?.routePrefix ?? 'api';
}

function durationMs(timeSpan: string, setting: string): number {
  const match = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(\.\d{1,7})?$/.exec(timeSpan);
  if (!match) throw new Error(`host.json: ${setting} "${timeSpan}" is not of the form hh:mm:ss.`);
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  const totalSeconds = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return Math.round((totalSeconds + Number(fraction)) * 1000);
}

import { Agent } from 'undici';
import type { LogEntry } from '../events/logEntry.ts';
import type { Secret } from '../runtime/secret.ts';
import { guardedConnect } from './guardedConnect.ts';
import { judge, type Outcome, retryAfterMs } from './outcome.ts';

export interface Delivery {
  readonly callback: Secret;
  /** One for each event and subscription; the same on every attempt and replay. */
  readonly webhookId: string;
  readonly attempt: number;
  readonly isReplay: boolean;
  /** The event as JSON, as the log keeps it. */
  readonly json: LogEntry['json'];
}

export interface Deliverer {
  /** Makes one attempt; never throws. */
  deliver(delivery: Delivery): Promise<Outcome>;
  close(): Promise<void>;
}

// A callback's answer says nothing that we need; this much is read so that the connection can be used again.
const answerLimitBytes = 64 * 1024;

interface DelivererOptions {
  readonly timeoutMs: number;
  readonly allowsLoopback: boolean;
}

/** Posts events to callbacks: no redirects, no proxies, one deadline over the whole attempt. */
export const createDeliverer = ({ timeoutMs, allowsLoopback }: DelivererOptions): Deliverer => {
  const agent = new Agent({
    connect: guardedConnect({ allowsLoopback, timeoutMs }),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });

  return {
    async deliver({ callback, webhookId, attempt, isReplay, json }) {
      const url = callback.reveal();
      const origin = new URL(url).origin;
      // The path goes out as it came: its signature covers the very characters.
      const path = url.slice(url.indexOf('/', url.indexOf('//') + 2)) || '/';
      const envelope = `{"deliveredAt":"${new Date().toISOString()}","attempt":${attempt},"isReplay":${isReplay},`;
      try {
        const { statusCode, headers, body } = await agent.request({
          origin,
          path,
          method: 'POST',
          headers: { 'content-type': 'application/json', 'user-agent': 'PurviewResponse', 'webhook-id': webhookId },
          body: envelope + json.slice(1),
          signal: AbortSignal.timeout(timeoutMs),
        });
        await body.dump({ limit: answerLimitBytes }).catch(() => undefined);
        const retryAfter = headers['retry-after'];
        return judge(statusCode, retryAfterMs(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter, new Date()));
      } catch (error) {
        return { kind: 'trouble', reason: reasonOf(error, timeoutMs) };
      }
    },
    close: () => agent.destroy(),
  };
};

// An error's own text can hold the address, which is a secret; its name and code do not.
const reasonOf = (error: unknown, timeoutMs: number): string => {
  if (!(error instanceof Error)) return 'The callback could not be reached.';
  if (error.name === 'TimeoutError') return `The callback did not answer within ${timeoutMs / 1_000} s.`;
  if (error.name === 'AddressRefused') return 'The callback’s host is not at a public address.';
  return `The callback could not be reached (${'code' in error ? error.code : error.name}).`;
};

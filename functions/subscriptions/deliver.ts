import { Agent, type Dispatcher } from 'undici';
import type { LogEntry } from '../events/logEntry.ts';
import type { Secret } from '../runtime/secret.ts';
import { AddressRefused, guardedConnect, type Resolve } from './guardedConnect.ts';
import { judge, type Outcome, retryAfterMs } from './outcome.ts';
import { type SigningSecrets, signWith } from './signature.ts';

export interface Delivery {
  /** One for each event and subscription; the same on every attempt and replay. */
  readonly webhookId: string;
  readonly attempt: number;
  readonly isReplay: boolean;
  /** The event as JSON, as the log keeps it. */
  readonly json: LogEntry['json'];
}

/** Makes one attempt; never throws. */
export type Deliver = (delivery: Delivery) => Promise<Outcome>;

export interface Deliverer {
  /** What delivers to one callback. */
  to(callback: Secret, signingSecrets: SigningSecrets): Deliver;
  close(): Promise<void>;
}

// A callback's answer says nothing that we need; this much is read so that the connection can be used again.
const answerLimitBytes = 64 * 1024;

interface DelivererOptions {
  readonly timeoutMs: number;
  readonly allowsLoopback: boolean;
  readonly resolve?: Resolve;
}

/** The bytes of both: the end of the envelope takes the place of the brace that the event begins with. */
const joined = (envelope: string, json: string): Buffer => {
  const body = Buffer.allocUnsafe(envelope.length + json.length - 1);
  // The log keeps ASCII.
  body.write(json, envelope.length - 1, 'latin1');
  body.write(envelope, 'latin1');
  return body;
};

/** Posts events to callbacks: no redirects, no proxies, one deadline over the whole attempt. */
export const createDeliverer = ({ timeoutMs, ...guard }: DelivererOptions): Deliverer => {
  const agent = new Agent({
    connect: guardedConnect({ ...guard, timeoutMs }),
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  return {
    to(callback, signingSecrets) {
      const url = callback.reveal();
      const { origin } = new URL(url);
      const [afterHost = ''] = /(?<=^[a-z]+:\/\/[^/?]*)[/?].*$/i.exec(url) ?? [];
      // The path goes out as it came: its signature covers the very characters.
      const path = afterHost.startsWith('/') ? afterHost : `/${afterHost}`;
      const signatureHeaders = signWith(signingSecrets);

      return ({ webhookId, attempt, isReplay, json }) => {
        const sentAt = new Date();
        const envelope = `{"deliveredAt":"${sentAt.toISOString()}","attempt":${attempt},"isReplay":${isReplay},`;
        const body = joined(envelope, json);
        const request: Dispatcher.DispatchOptions = {
          origin,
          path,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'user-agent': 'PurviewResponse',
            ...signatureHeaders({ webhookId, sentAt, body }),
            'webhook-attempt': String(attempt),
            'webhook-is-replay': String(isReplay),
          },
          body,
        };
        return new Promise((resolve) => new Attempt(timeoutMs, resolve).begin(agent, request));
      };
    },
    close: () => agent.destroy(),
  };
};

/** One attempt: its outcome is told once, by the status that was answered or by what kept it from coming. */
class Attempt implements Dispatcher.DispatchHandler {
  readonly #tell: (outcome: Outcome) => void;
  readonly #timeoutMs: number;
  readonly #deadline: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #answered: Outcome | undefined;
  #answerBytes = 0;
  #isOver = false;

  constructor(timeoutMs: number, tell: (outcome: Outcome) => void) {
    this.#tell = tell;
    this.#timeoutMs = timeoutMs;
    this.#deadline = setTimeout(() => this.#breakOff(), timeoutMs);
  }

  begin(agent: Agent, request: Dispatcher.DispatchOptions): void {
    try {
      agent.dispatch(request, this);
    } catch (error) {
      this.#end(this.#unreached(error));
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // The deadline may have passed while the request waited for a connection.
    if (this.#isOver) controller.abort(new Error('The attempt is over.'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    const [retryAfter] = [headers['retry-after']].flat();
    this.#answered = judge(status, retryAfterMs(retryAfter, new Date()));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#answerBytes += chunk.length;
    if (this.#answerBytes > answerLimitBytes) this.#breakOff();
  }

  onResponseEnd(): void {
    this.#end(this.#answered);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end(this.#answered ?? this.#unreached(error));
  }

  #breakOff(): void {
    this.#end(this.#answered);
    this.#controller?.abort(new Error('The attempt is over.'));
  }

  #end(
    outcome: Outcome = { kind: 'trouble', reason: `The callback did not answer within ${this.#timeoutMs / 1_000} s.` },
  ): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#deadline);
    this.#tell(outcome);
  }

  // An error's own text can hold the address, which is a secret; its name and code do not.
  #unreached(error: unknown): Outcome {
    if (error instanceof AddressRefused)
      return { kind: 'trouble', reason: 'The callback’s host is not at a public address.' };
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    return { kind: 'trouble', reason: `The callback could not be reached${code}.` };
  }
}

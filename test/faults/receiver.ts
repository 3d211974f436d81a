import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { type Serving, serve } from '../../sandbox/serve.ts';

/** What is remembered of one POST: enough to tell loss, repetition and delay, and little, since there are many. */
export interface Delivery {
  readonly webhookId: string;
  readonly eventId: string;
  /** Of the alert, or of the audit record. */
  readonly recordId: string;
  readonly atMs: number;
}

export interface Receiver {
  readonly port: number;
  /** The callback of a flow of this name, as the app sees it unless something is put in between. */
  urlOf(flow: string): string;
  /** What a flow has accepted, in the order of arrival. */
  of(flow: string): readonly Delivery[];
  /** All that was accepted, by flow. */
  readonly accepted: ReadonlyMap<string, readonly Delivery[]>;
  /** Whether a POST is answered by 500 and counts as not accepted. */
  refuse: (delivery: Delivery) => boolean;
  /**
   * How long POSTs are held, two of three: one counts as accepted at once and is answered late, and one counts at the end
   * alone, so that a sender which dies meanwhile takes it along.
   */
  holdMs: number;
  /** POSTs that are not answered yet. */
  readonly underWay: number;
  /** When the last POST was accepted; 0 before the first. */
  lastAtMs(): number;
  close(): Promise<void>;
}

/** Flows' callbacks that accept whatever comes, and remember what it was. */
export async function startReceiver(): Promise<Receiver> {
  const accepted = new Map<string, Delivery[]>();
  let lastAtMs = 0;
  let underWay = 0;
  let arrived = 0;
  const serving: Serving = await serve({
    async listener(request, response) {
      underWay++;
      response.once('close', () => underWay--);
      const body = JSON.parse(await text(request));
      const flow = (request.url ?? '').split('/').at(-1) ?? '';
      const turn = arrived++ % 3;
      if (turn === 2) await hold();
      if (request.socket.destroyed) return;
      const delivery = {
        webhookId: String(request.headers['webhook-id']),
        eventId: String(body.eventId),
        recordId: String(body.alert?.alertId ?? body.labelChange?.recordId),
        atMs: performance.now(),
      };
      if (receiver.refuse(delivery)) return void response.writeHead(500, { 'content-length': 0 }).end();
      lastAtMs = delivery.atMs;
      const deliveries = accepted.get(flow) ?? [];
      accepted.set(flow, deliveries);
      deliveries.push(delivery);
      if (turn === 1) await hold();
      response.writeHead(202, { 'content-length': 0 }).end();
    },
  });
  const hold = async (): Promise<void> => {
    if (receiver.holdMs) await delay(receiver.holdMs);
  };
  const receiver: Receiver = {
    port: serving.port,
    refuse: () => false,
    holdMs: 0,
    urlOf: (flow) => `http://127.0.0.1:${serving.port}/flows/${flow}`,
    of: (flow) => accepted.get(flow) ?? [],
    accepted,
    get underWay() {
      return underWay;
    },
    lastAtMs: () => lastAtMs,
    close: () => serving.close(),
  };
  return receiver;
}

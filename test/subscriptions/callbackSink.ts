import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Serving, serve } from '../../sandbox/serve.ts';

/** One POST as the flow's side saw it. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: { readonly eventId: string; readonly [name: string]: unknown };
  readonly alertId: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
}

type Answering = (received: Received, response: ServerResponse) => Answer | undefined | Promise<Answer | undefined>;

const accepting: Answering = () => ({ status: 202 });

/** A callback on loopback that writes down what it gets, and how much of it at once. */
export class CallbackSink {
  readonly received: Received[] = [];
  /** Decides the answer; undefined when it answers, or does not, by itself. */
  answer: Answering = accepting;
  mostAtOnce = 0;
  #open = 0;
  readonly #serving: Serving;

  private constructor(serving: Serving) {
    this.#serving = serving;
  }

  static async start(): Promise<CallbackSink> {
    const sink: CallbackSink = new CallbackSink(
      await serve({ listener: (request, response) => sink.#receive(request, response) }),
    );
    return sink;
  }

  get port(): number {
    return this.#serving.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/workflows/1/triggers/manual/paths/invoke?api-version=2016-06-01&sig=secret`;
  }

  get alertIds(): readonly string[] {
    return this.received.map(({ alertId }) => alertId);
  }

  /** The POSTs about one alert. */
  of(alertId: string): readonly Received[] {
    return this.received.filter((received) => received.alertId === alertId);
  }

  /** As if it had just started. */
  forget(): void {
    this.received.length = 0;
    this.mostAtOnce = 0;
    this.answer = accepting;
  }

  close(): Promise<void> {
    return this.#serving.close();
  }

  async #receive(...[request, response]: Parameters<Parameters<typeof serve>[0]['listener']>): Promise<void> {
    this.#open++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#open);
    response.once('close', () => this.#open--);
    const body = await text(request);
    const event = JSON.parse(body);
    const { url = '', headers } = request;
    const received = { path: url, headers, body, event, alertId: event.alert?.alertId ?? '' };
    this.received.push(received);
    const answer = await this.answer(received, response);
    if (answer) response.writeHead(answer.status, answer.headers).end();
  }
}

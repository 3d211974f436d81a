import assert from 'node:assert/strict';
import type { Operation } from '../../functions/runtime/operation.ts';
import type { CallbackSink } from '../subscriptions/callbackSink.ts';
import { adele, call, drainUntilQuiet, type Process } from '../subscriptions/subscriptionFixture.ts';

interface Place {
  readonly process: Process;
  readonly sink: CallbackSink;
}

/** Subscribes a flow of that name to the last day; gives the ids of the alerts that it receives, in order. */
export const receivedBy =
  (trigger: Operation<Pick<Process, 'subscribe'>>, place: () => Place) =>
  async (flow: string, input: object): Promise<readonly unknown[]> => {
    const { process, sink } = place();
    sink.received.length = 0;
    const body = { notificationUrl: `${sink.url}&${flow}`, startFrom: 'last24Hours', ...input };
    const { status, json, text } = await call(trigger, process, { caller: adele, body });
    assert.equal(status, 201, text);
    await drainUntilQuiet(process, String(json.subscriptionId));
    return sink.alertIds.toSorted();
  };

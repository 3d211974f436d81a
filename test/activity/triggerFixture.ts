import assert from 'node:assert/strict';
import { activityDrafts } from '../../functions/activity/activityDrafts.ts';
import { type ActivitySource, activitySources } from '../../functions/activity/activitySource.ts';
import type { LabelLookup } from '../../functions/activity/labelLookup.ts';
import type { EventDraft, Source } from '../../functions/events/event.ts';
import type { Operation } from '../../functions/runtime/operation.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import type { Subscribe } from '../../functions/subscriptions/subscribe.ts';
import { CallbackSink } from '../subscriptions/callbackSink.ts';
import { adele, call, createWorld, drainUntilQuiet, openProcess } from '../subscriptions/subscriptionFixture.ts';
import { contosoLabels } from './startActivity.ts';

type Trigger = Operation<{ readonly subscribe: Subscribe }>;
type Delivered = Readonly<Record<string, unknown>>;

/** The events that a record of a source is. */
export const draftsOf = (record: unknown, source: ActivitySource, lookup: LabelLookup = contosoLabels) =>
  activityDrafts(record, {
    source,
    availableAt: new Date().toISOString(),
    lookup,
    auditOperations: new Set(),
  });

/** A process of the app, and flows that subscribe to one trigger; what they receive is held to the trigger's schema. */
export async function startTrigger(trigger: Trigger) {
  const sink = await CallbackSink.start();
  const process = openProcess(createWorld());
  const notification = trigger.trigger?.mode === 'webhook' ? trigger.trigger.notification : assert.fail();
  const validate = validatorOf(notification, 'event');
  let flows = 0;

  const append = async (
    source: Source,
    drafts: readonly EventDraft[],
    change: 'raised' | 'updated' = 'raised',
  ): Promise<void> => {
    const upperBound = new Date(process.world.clock.nowMs + 1).toISOString();
    const head = await process.log.head(source);
    const events = drafts.map((draft) => ({ draft, change }));
    await process.log.append(source, head, { events, upperBound, correlationId: 'a poll' });
  };

  const subscribe = (input: object) => {
    flows += 1;
    return call(trigger, process, { caller: adele, body: { notificationUrl: `${sink.url}&flow=${flows}`, ...input } });
  };

  /** What a flow with each of these inputs receives of what happens after it was turned on. */
  const receive = async (
    inputs: readonly object[],
    happen: () => Promise<void>,
  ): Promise<readonly (readonly Delivered[])[]> => {
    const subscriptionIds: string[] = [];
    for (const input of inputs) {
      const { status, json, text } = await subscribe(input);
      assert.equal(status, 201, text);
      subscriptionIds.push(String(json.subscriptionId));
    }
    await happen();
    const received: (readonly Delivered[])[] = [];
    for (const subscriptionId of subscriptionIds) {
      sink.received.length = 0;
      await drainUntilQuiet(process, subscriptionId);
      const events = sink.received.map(({ event }) => event);
      for (const event of events) assert.deepEqual(validate(structuredClone(event)), []);
      received.push(events);
    }
    return received;
  };

  return {
    log: process.log,
    append,
    subscribe,
    receive,
    /** What a flow with each of these inputs receives of these records, which the poll reads after it was turned on. */
    deliver: (
      inputs: readonly object[],
      records: readonly { readonly source: ActivitySource; readonly record: unknown; readonly lookup?: LabelLookup }[],
    ) =>
      receive(inputs, async () => {
        for (const source of Object.values(activitySources)) {
          const ofSource = records.filter((candidate) => candidate.source === source);
          const drafts = await Promise.all(ofSource.map(({ record, lookup }) => draftsOf(record, source, lookup)));
          if (drafts.length > 0) await append(source, drafts.flat());
        }
      }),
    async close() {
      await process.close();
      await sink.close();
    },
  };
}

import { isObject, type Json, type JsonObject } from '../flows/expression/json.ts';
import type { RunRecord } from '../flows/runRecord.ts';

/** What a run of the flow tells of the way that its event took. */
export interface FlowHops {
  runId: string;
  alertId: string | undefined;
  title: string | undefined;
  kind: 'live' | 'replay' | 'test';
  /** When the event entered the log. */
  detectedAt: Date | undefined;
  /** When the back end called the flow. */
  deliveredAt: Date | undefined;
  /** The message that an action of the flow posted. */
  messageId: string | undefined;
  /** Which action failed, and why. */
  failure: string | undefined;
}

/** Reads a run's history as a maker would: the event from the trigger's outputs, the message from an action's. */
export function flowHops(run: RunRecord): FlowHops {
  const event = objectAt(run.trigger.outputs, 'body');
  const alert = objectAt(event, 'alert');
  const posted = run.actions.map(({ outputs }) => textAt(objectAt(outputs, 'body'), 'messageId'));
  return {
    runId: run.id,
    alertId: textAt(alert, 'alertId'),
    title: textAt(alert, 'title'),
    kind: event.isTest === true ? 'test' : event.isReplay === true ? 'replay' : 'live',
    detectedAt: timeAt(event, 'detectedAt'),
    deliveredAt: timeAt(event, 'deliveredAt'),
    messageId: posted.findLast((id) => id !== undefined),
    failure: failureOf(run),
  };
}

function failureOf(run: RunRecord): string | undefined {
  if (run.status === 'Succeeded') return undefined;
  const action = run.actions.find(({ error }) => error);
  const reason = action?.error?.message ?? run.error?.message ?? 'No reason was given.';
  return `${action ? `the step "${action.name.replaceAll('_', ' ')}" failed` : `it ended as ${run.status}`}: ${reason}`;
}

function objectAt(value: Json | undefined, name: string): JsonObject {
  const member = isObject(value) ? value[name] : undefined;
  return isObject(member) ? member : {};
}

function textAt(value: JsonObject, name: string): string | undefined {
  const member = value[name];
  return typeof member === 'string' ? member : undefined;
}

function timeAt(value: JsonObject, name: string): Date | undefined {
  const text = textAt(value, name);
  return text === undefined ? undefined : new Date(text);
}

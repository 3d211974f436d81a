import { ActionFailure } from '../actionFailure.ts';
import { connectorOf } from '../connector.ts';
import { statusName } from '../connectorClient.ts';
import { connectorRequest } from '../connectorRequest.ts';
import { durationMs } from '../duration.ts';
import { evaluateTemplate } from '../expression/evaluateTemplate.ts';
import { isObject } from '../expression/json.ts';
import type { WebhookAction } from '../flowDefinition.ts';
import type { Callback } from '../pendingCallbacks.ts';
import type { ActionContext } from './actionContext.ts';
import { refused } from './connectorAction.ts';

/** A run lives 30 days; no wait is longer. */
const longestWaitMs = 30 * 86_400_000;

/** Asks the connector to call back, and waits until it does; what it says then is the action's outputs. */
export async function runWebhookAction(action: WebhookAction, context: ActionContext): Promise<void> {
  const { host, retryPolicy } = action.inputs;
  const parameters = evaluateTemplate(action.inputs.parameters ?? {}, context.frame);
  if (!isObject(parameters)) throw new ActionFailure('BadRequest', "The 'inputs.parameters' must be an object.");
  context.record.inputs = { host: { ...host }, parameters };
  const { client, baseUrl, operation } = connectorOf(context.connectors, host);
  const { name: flowId, run } = context.frame.workflow();
  const runId = isObject(run) ? String(run.name) : '';
  const callback = context.callbacks.open({ flowId: String(flowId), runId, name: context.name });
  try {
    const request = connectorRequest(operation, parameters, { baseUrl, notificationUrl: callback.url });
    const response = await client.send(request, { signal: context.signal, retryPolicy });
    if (response.retries.length > 0) context.record.retryHistory = response.retries;
    if (response.statusCode < 200 || response.statusCode > 299) {
      const { statusCode, headers, body } = response;
      context.record.outputs = { statusCode, headers: { ...headers }, body };
      context.record.code = statusName(statusCode);
      throw refused(response);
    }
    // From now on, so that however fast time is made to go by, the question is asked.
    const limit = context.clock.limit(durationMs(action.limit?.timeout ?? '') ?? longestWaitMs);
    const { headers, body } = await answered(callback.received, AbortSignal.any([context.signal, limit]));
    context.record.outputs = { headers, body };
  } finally {
    callback.close();
  }
}

async function answered(received: Promise<Callback>, signal: AbortSignal): Promise<Callback> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([received, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

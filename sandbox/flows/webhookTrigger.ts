import { ActionFailure } from './actionFailure.ts';
import { connectorOf } from './connector.ts';
import { statusName } from './connectorClient.ts';
import { connectorRequest } from './connectorRequest.ts';
import type { WebhookTriggerDefinition } from './flowDefinition.ts';
import type { FlowTrigger, TriggerContext } from './flowTrigger.ts';

/** Subscribes the flow's callback when it is turned on, and deletes the subscription at its `Location` when turned off. */
export function webhookTrigger({ inputs }: WebhookTriggerDefinition, context: TriggerContext): FlowTrigger {
  const { signal } = context;
  const { client: connector, baseUrl, operation } = connectorOf(context.connectors, inputs.host);
  const shownInputs = { host: { ...inputs.host }, parameters: context.parameters };
  let location: string | undefined;

  async function subscribe(): Promise<string | undefined> {
    const { notificationUrl, parameters } = context;
    const request = connectorRequest(operation, parameters, { baseUrl, notificationUrl });
    const response = await connector.send(request, { signal, retryPolicy: inputs.retryPolicy });
    const { statusCode, headers } = response;
    if (statusCode < 200 || statusCode > 299) {
      const error = {
        code: statusName(statusCode),
        message: `There is a problem with the flow's trigger: subscribing with '${operation.operationId}' answered ${statusCode}: ${JSON.stringify(response.body)}`,
      };
      context.record({ status: 'Failed', code: error.code, inputs: shownInputs, error });
      throw new ActionFailure(error.code, error.message);
    }
    context.record({ status: 'Succeeded', code: 'Subscribed', inputs: shownInputs });
    if (headers.location === undefined) return undefined;
    const address = new URL(headers.location, response.url);
    // Whoever has the path of a subscription can end it.
    context.hide(`${address.pathname}${address.search}`);
    return address.href;
  }

  async function unsubscribe(url: string | undefined): Promise<void> {
    if (url === undefined) return;
    const { statusCode } = await connector.send(
      { method: 'DELETE', url, headers: { accept: 'application/json' } },
      { signal, retryPolicy: inputs.retryPolicy },
    );
    const isGone = statusCode < 300 || statusCode === 404 || statusCode === 410;
    const message = `Unsubscribing answered ${statusCode}; the connector may keep calling a flow that is off.`;
    context.record(
      isGone
        ? { status: 'Succeeded', code: 'Unsubscribed' }
        : { status: 'Failed', code: statusName(statusCode), error: { code: statusName(statusCode), message } },
    );
  }

  return {
    async start() {
      location = await subscribe();
    },
    async stop() {
      const old = location;
      location = undefined;
      await unsubscribe(old);
    },
    async renew() {
      const old = location;
      location = await subscribe();
      await unsubscribe(old);
    },
    async check() {},
  };
}

import { connectorOf } from './connector.ts';
import { retryAfterMs, statusName } from './connectorClient.ts';
import { type ConnectorRequest, connectorRequest } from './connectorRequest.ts';
import { recurrenceMs } from './duration.ts';
import type { PollingTriggerDefinition } from './flowDefinition.ts';
import type { FlowTrigger, TriggerContext } from './flowTrigger.ts';
import { repeatingTrigger } from './repeatingTrigger.ts';

/**
 * Asks the connector on every recurrence: 200 starts runs, 202 means nothing new, and a `Location` is where to ask
 * next. The place is kept while the flow is off, so what happened meanwhile is found when it is on again.
 */
export function pollingTrigger({ inputs, recurrence }: PollingTriggerDefinition, context: TriggerContext): FlowTrigger {
  const { clock, signal, record } = context;
  const { client: connector, baseUrl, operation } = connectorOf(context.connectors, inputs.host);
  const shownInputs = { host: { ...inputs.host }, parameters: context.parameters };
  let next: ConnectorRequest = connectorRequest(operation, context.parameters, { baseUrl });

  /** How long until the next check, where the connector says. */
  async function check(): Promise<number | undefined> {
    const response = await connector.send(next, { signal, retryPolicy: inputs.retryPolicy });
    const { statusCode, body } = response;
    const headers = { ...response.headers };
    const isAnswer = statusCode >= 200 && statusCode < 300;
    if (isAnswer && headers.location !== undefined) {
      next = {
        method: 'GET',
        url: new URL(headers.location, response.url).href,
        headers: { accept: 'application/json' },
      };
    }
    if (!isAnswer) {
      const error = { code: statusName(statusCode), message: `Checking for new events answered ${statusCode}.` };
      record({
        status: 'Failed',
        code: error.code,
        inputs: shownInputs,
        outputs: { statusCode, headers, body },
        error,
      });
    } else if (statusCode === 202 || statusCode === 204) {
      record({ status: 'Skipped', code: statusName(statusCode), inputs: shownInputs });
    } else {
      context.fire({ inputs: shownInputs, outputs: { statusCode, headers, body } });
    }
    return retryAfterMs(headers, clock.now());
  }

  return repeatingTrigger({ clock, signal, record, everyMs: recurrenceMs(recurrence), check });
}

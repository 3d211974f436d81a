import { ActionFailure } from '../actionFailure.ts';
import { connectorOf } from '../connector.ts';
import { type ConnectorResponse, statusName } from '../connectorClient.ts';
import { connectorRequest } from '../connectorRequest.ts';
import { durationMs } from '../duration.ts';
import { evaluateTemplate } from '../expression/evaluateTemplate.ts';
import { isObject, type Json } from '../expression/json.ts';
import type { ConnectorAction } from '../flowDefinition.ts';
import type { ActionContext } from './actionContext.ts';

/** Calls an operation of the connector; an answer of 400 or more fails the action, with the answer as its outputs. */
export async function runConnectorAction(action: ConnectorAction, context: ActionContext): Promise<void> {
  const { host, retryPolicy } = action.inputs;
  const parameters = evaluateTemplate(action.inputs.parameters ?? {}, context.frame);
  if (!isObject(parameters)) throw new ActionFailure('BadRequest', "The 'inputs.parameters' must be an object.");
  context.record.inputs = { host: { ...host }, parameters };
  const { client, baseUrl, operation } = connectorOf(context.connectors, host);
  const request = connectorRequest(operation, parameters, { baseUrl });
  const limitMs = durationMs(action.limit?.timeout ?? '');
  const options = {
    signal: limitMs === undefined ? context.signal : AbortSignal.any([context.signal, context.clock.limit(limitMs)]),
    retryPolicy,
  };
  const isAsynchronous = !action.operationOptions?.includes('DisableAsyncPattern');
  const first = await (isAsynchronous ? client.complete(request, options) : client.send(request, options));
  const wanted = action.runtimeConfiguration?.paginationPolicy?.minimumItemCount ?? 0;
  const response = await withPages(first, wanted, operation.nextLinkName, (url) =>
    client.send({ method: 'GET', url, headers: { accept: 'application/json' } }, options),
  );

  const { statusCode, headers, body } = response;
  context.record.outputs = { statusCode, headers: { ...headers }, body };
  context.record.code = statusName(statusCode);
  if (response.retries.length > 0) context.record.retryHistory = response.retries;
  if (statusCode < 200 || statusCode > 299) throw refused(response);
}

/** The answer with the items of the pages after it, until there are so many or no more; a page that fails is the answer. */
async function withPages(
  first: ConnectorResponse,
  wanted: number,
  nextLinkName: string | undefined,
  read: (url: string) => Promise<ConnectorResponse>,
): Promise<ConnectorResponse> {
  let last = first;
  const items = itemsOf(first);
  while (nextLinkName !== undefined && items.length < wanted) {
    const next: Json | undefined = isObject(last.body) ? last.body[nextLinkName] : undefined;
    if (typeof next !== 'string') break;
    last = await read(new URL(next, last.url).href);
    if (last.statusCode !== 200) return last;
    items.push(...itemsOf(last));
  }
  return wanted > 0 && isObject(last.body) ? { ...last, body: { ...last.body, value: items } } : first;
}

const itemsOf = ({ body }: ConnectorResponse): Json[] =>
  isObject(body) && Array.isArray(body.value) ? [...body.value] : [];

/** The failure that an answer of 400 or more is, in the connector's own words where it has any. */
export function refused({ statusCode, body }: ConnectorResponse): ActionFailure {
  const error = isObject(body) ? body.error : undefined;
  const said: Json | undefined = isObject(error) ? error.message : isObject(body) ? body.message : body;
  return new ActionFailure(
    statusName(statusCode),
    typeof said === 'string' && said !== '' ? said : `The connector answered ${statusCode}.`,
  );
}

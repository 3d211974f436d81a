import type { Operation } from '../../functions/runtime/operation.ts';
import { successSchema } from '../operationSchemas.ts';
import { schemaAt, walkSchema } from '../walkSchema.ts';
import type { Fault, Rule } from './rule.ts';

const callbacks = ({ body }: Operation<never>) =>
  body === undefined
    ? []
    : [...walkSchema(body)].filter(
        ({ schema }) => 'x-ms-notification-url' in schema && schema['x-ms-notification-url'],
      );

function* checkWebhook(operation: Operation<never>, operations: readonly Operation<never>[]): Generator<Fault> {
  const place = operation.operationId;
  if (operation.method !== 'POST')
    yield { place, message: `a webhook trigger subscribes by POST, not ${operation.method}` };
  const [callback, ...more] = callbacks(operation);
  if (callback === undefined || more.length > 0) {
    yield { place, message: "the body needs one string property with 'x-ms-notification-url': true" };
  } else {
    if (callback.property?.required !== true) {
      yield {
        place,
        message: `body ${callback.path} and every object around it must be required; add them to required`,
      };
    }
    if (callback.schema['x-ms-visibility'] !== 'internal') {
      yield {
        place,
        message: `body ${callback.path} is filled in by the platform; give it 'x-ms-visibility': 'internal'`,
      };
    }
  }
  if (operation.responses[201]?.headers?.Location === undefined) {
    yield {
      place,
      message: 'the platform unsubscribes at the Location of a 201; declare that reply with a Location header',
    };
  }
  for (const other of operations) {
    if (other === operation || other.path !== operation.path) continue;
    yield {
      place,
      message: `${other.operationId} shares the path ${operation.path} and would be taken for a trigger too; move it to a path of its own`,
    };
  }
}

function* checkPolling(operation: Operation<never>): Generator<Fault> {
  const place = operation.operationId;
  if (operation.method !== 'GET') yield { place, message: `a polling trigger is read by GET, not ${operation.method}` };
  const { cursor } = operation.parameters;
  if (cursor?.in !== 'query' || cursor['x-ms-visibility'] !== 'internal') {
    yield {
      place,
      message: 'the platform hands the cursor back in the query; declare an internal query parameter cursor',
    };
  }
  const value = schemaAt(successSchema(operation), 'value');
  if (value?.type !== 'array' || schemaAt(value.items, 'cursor') === undefined) {
    yield {
      place,
      message: 'the reply needs an array "value" of objects with a cursor; the platform remembers the first one’s',
    };
  }
}

function* checkPageable(operation: Operation<never>): Generator<Fault> {
  if (operation.pageable === undefined) return;
  const place = operation.operationId;
  const { nextLinkName } = operation.pageable;
  if (schemaAt(successSchema(operation), nextLinkName)?.type !== 'string') {
    yield { place, message: `pageable names ${nextLinkName}, which the reply lacks; declare it as a string property` };
  }
  if (schemaAt(successSchema(operation), 'value')?.type !== 'array') {
    yield { place, message: 'pages are joined at the array "value", which the reply lacks; declare it' };
  }
}

/** What the platform needs to subscribe, to poll and to page. */
export const checkTrigger: Rule = function* (operation, operations) {
  if (operation.trigger?.mode === 'webhook') yield* checkWebhook(operation, operations);
  if (operation.trigger?.mode === 'polling') yield* checkPolling(operation);
  if (operation.trigger?.mode !== 'webhook' && callbacks(operation).length > 0) {
    yield {
      place: operation.operationId,
      message: 'x-ms-notification-url belongs to webhook triggers; declare the trigger or take it out',
    };
  }
  yield* checkPageable(operation);
};

import type { Operation, Response } from '../functions/runtime/operation.ts';
import type { PrintedOperation, PrintedResponse } from './printedParts.ts';
import type { SwaggerDefinitions } from './swaggerDefinitions.ts';

const retryAfter = {
  headers: { 'Retry-After': { type: 'string', description: 'The number of seconds to wait before the next attempt.' } },
};

/** What the router and the services behind it can answer besides what the operation itself declares. */
const refusals = (operation: Operation<never>): Readonly<Record<number, PrintedResponse>> => {
  const needsRole = typeof operation.access === 'object';
  const usesGraph = [operation.graph.delegated, operation.graph.application].some((names) => names?.length);
  return {
    400: { description: 'The input is not valid; the message names each faulty field.' },
    ...(operation.access !== 'public' && { 401: { description: 'The token is missing or not accepted.' } }),
    ...((needsRole || usesGraph) && {
      403: { description: 'The caller may not do this; the message says what is missing.' },
    }),
    ...(operation.path.includes('{') && { 404: { description: 'It does not exist, or it belongs to somebody else.' } }),
    ...(operation.repeat === 'key' && {
      409: { description: 'The call conflicts with the current state, or with an earlier call under this key.' },
    }),
    ...(operation.body !== undefined && {
      413: { description: 'The input is too large.' },
      415: { description: 'The content type is not application/json.' },
    }),
    429: { description: 'Too many requests; wait before the next one.', ...retryAfter },
    ...(usesGraph && { 502: { description: 'A service behind this one answered with an error.' } }),
    503: { description: 'Storage, or a service behind this one, is away; try again later.', ...retryAfter },
  };
};

const schemaFor = (responses: readonly [string, Response][]): string | undefined =>
  responses.find(([status, response]) => status.startsWith('2') && response.schema !== undefined)?.[0];

/** Declared answers and refusals by status; one of them has a schema, since the designer reads a single one. */
export const printResponses = (
  operation: Operation<never>,
  definitions: SwaggerDefinitions,
): PrintedOperation['responses'] => {
  const declared = Object.entries(operation.responses);
  const shown = schemaFor(declared);
  const printed = declared.map(([status, { description, headers, schema }]) => [
    status,
    {
      description,
      ...(schema !== undefined &&
        status === shown && { schema: definitions.print(schema, `${operation.operationId}, reply ${status}`) }),
      ...(headers !== undefined && { headers }),
    },
  ]);
  return { ...refusals(operation), ...Object.fromEntries(printed) };
};

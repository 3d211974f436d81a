import type { JsonObject } from '../flows/expression/json.ts';
import type { SimulatedConnector, SimulatedOperation } from './simulatedOperation.ts';

/** The definition (OpenAPI 2.0) that flows are checked against and call the connector by. */
export const printDefinition = ({ api, title, operations }: SimulatedConnector): JsonObject => ({
  swagger: '2.0',
  info: { title, version: '1.0' },
  basePath: `/apim/${api}`,
  paths: Object.fromEntries(operations.map((operation) => [operation.path, printPath(operation)])),
});

const printPath = (operation: SimulatedOperation): JsonObject => ({
  ...(operation.notification && {
    'x-ms-notification-content': { description: operation.summary, schema: operation.notification },
  }),
  post: {
    operationId: operation.operationId,
    summary: operation.summary,
    parameters: [
      ...(operation.pathParameters ?? []).map(({ name, values }) => ({
        name,
        in: 'path',
        required: true,
        type: 'string',
        ...(values && { enum: [...values] }),
      })),
      { name: operation.body.name, in: 'body', required: true, schema: operation.body.schema },
    ],
    responses: { 200: { description: 'Done.' } },
  },
});

import { STATUS_CODES } from 'node:http';
import type {
  PrintedOperation,
  PrintedPath,
  PrintedResponse,
  PrintedSchema,
  Reference,
  SwaggerPart,
} from './printedParts.ts';

/** The paths of a definition, and the schemas that they share by title. */
export interface PrintedPaths {
  readonly paths: Readonly<Record<string, PrintedPath>>;
  readonly definitions: Readonly<Record<string, PrintedSchema>>;
}

/** Where OpenAPI 2.0 keeps parts that are referred to. */
export type Shelf = 'definitions' | 'parameters' | 'responses';

/** Answers what is to stand in the place of a part: itself, or a reference. */
export type Place = <P extends SwaggerPart>(shelf: Shelf, name: string, part: P) => P | Reference;

const mapValues = <V, W>(record: Readonly<Record<string, V>>, map: (key: string, value: V) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(key, value)]));

/** Objects and lists of them have titles to be shared by; and platforms look for the callback URL in the body itself. */
const isValue = ({ $ref, properties, items, ...schema }: PrintedSchema): boolean =>
  $ref === undefined && !properties && (!items || isValue(items)) && !schema['x-ms-notification-url'];

const placeInSchema = (schema: PrintedSchema, place: Place): PrintedSchema => ({
  ...schema,
  ...(schema.items && { items: placeInSchema(schema.items, place) }),
  ...(schema.properties && {
    properties: mapValues(schema.properties, (name, property) =>
      isValue(property) ? place('definitions', name, property) : placeInSchema(property, place),
    ),
  }),
});

const placeInHolder = <H extends { readonly schema?: PrintedSchema }>(holder: H, place: Place): H =>
  holder.schema === undefined ? holder : { ...holder, schema: placeInSchema(holder.schema, place) };

const placeResponse = (status: string, response: PrintedResponse, place: Place): PrintedResponse | Reference =>
  Number(status) < 400 ? placeInHolder(response, place) : place('responses', STATUS_CODES[status] ?? status, response);

const placeInOperation = (operation: PrintedOperation, place: Place): SwaggerPart => ({
  ...operation,
  parameters: operation.parameters.map((parameter) =>
    parameter.schema === undefined ? place('parameters', parameter.name, parameter) : placeInHolder(parameter, place),
  ),
  responses: mapValues(operation.responses, (status, response) => placeResponse(status, response, place)),
});

const placeInPath = ({ 'x-ms-notification-content': notification, ...operations }: PrintedPath, place: Place) => ({
  ...(notification && { 'x-ms-notification-content': placeInHolder(notification, place) }),
  ...mapValues(operations, (_, operation) => placeInOperation(operation, place)),
});

/** The same with something else in the places of parameters, refusals, and properties that are no objects. */
export const placeParts = ({ paths, definitions }: PrintedPaths, place: Place) => ({
  paths: mapValues(paths, (_, path) => placeInPath(path, place)),
  definitions: mapValues(definitions, (_, schema) => placeInSchema(schema, place)),
});

import { idempotencyKey, type Operation } from '../functions/runtime/operation.ts';
import type { PrintedPaths } from './placeParts.ts';
import type { PrintedOperation, PrintedParameter, PrintedPath, SwaggerPart } from './printedParts.ts';
import { printParameter } from './printParameter.ts';
import { printResponses } from './printResponses.ts';
import { product } from './product.ts';
import { shareParts } from './shareParts.ts';
import { SwaggerDefinitions } from './swaggerDefinitions.ts';

const scope = `api://${product.apiClientId}/access_as_user`;

const printHead = (version: string): SwaggerPart => ({
  swagger: '2.0',
  info: {
    title: product.title,
    description: product.description,
    version,
    contact: { name: product.publisher, url: product.website, email: product.email },
  },
  host: product.host,
  basePath: '/api',
  schemes: ['https'],
  consumes: ['application/json'],
  produces: ['application/json'],
});

const printTail = (): SwaggerPart => ({
  securityDefinitions: {
    entra: {
      type: 'oauth2',
      flow: 'accessCode',
      authorizationUrl: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize',
      tokenUrl: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
      scopes: { [scope]: 'Call the back end as the signed-in person' },
    },
  },
  security: [{ entra: [scope] }],
  'x-ms-connector-metadata': [
    { propertyName: 'Website', propertyValue: product.website },
    { propertyName: 'Privacy policy', propertyValue: product.privacyPolicy },
    { propertyName: 'Categories', propertyValue: product.categories },
  ],
});

const printTrigger = ({ trigger }: Operation<never>): SwaggerPart =>
  trigger === undefined
    ? {}
    : {
        'x-ms-trigger': trigger.mode === 'webhook' ? 'single' : 'batch',
        ...(trigger.mode === 'polling' && { 'x-ms-trigger-metadata': { kind: 'query', mode: 'polling' } }),
        ...(trigger.hint !== undefined && { 'x-ms-trigger-hint': trigger.hint }),
      };

/** The family tells the designer which of several revisions to offer. */
const printRevision = ({ revision }: Operation<never>): SwaggerPart => {
  if (revision === undefined) return {};
  const { family, number, replacedBy } = revision;
  const replacement = replacedBy !== undefined && { replacement: { api: product.title, operationId: replacedBy } };
  return {
    ...(replacedBy !== undefined && { deprecated: true }),
    'x-ms-api-annotation': { family, revision: number, status: 'Production', ...replacement },
  };
};

const printParameters = (operation: Operation<never>, definitions: SwaggerDefinitions): readonly PrintedParameter[] => {
  const parameters = Object.entries(operation.parameters).map(([name, parameter]) => printParameter(name, parameter));
  if (operation.body !== undefined) {
    const required = (operation.body.required?.length ?? 0) > 0;
    const schema = definitions.print(operation.body, `${operation.operationId}, body`);
    parameters.push({ name: 'body', in: 'body', required, schema });
  }
  if (operation.repeat === 'key') {
    parameters.push(printParameter(idempotencyKey.name, { in: 'header', ...idempotencyKey.schema }));
  }
  return parameters;
};

const printOperation = (operation: Operation<never>, definitions: SwaggerDefinitions): PrintedOperation => {
  const { access, visibility, pageable } = operation;
  return {
    summary: operation.summary,
    description: operation.description,
    operationId: operation.operationId,
    ...(visibility !== 'none' && { 'x-ms-visibility': visibility }),
    ...printRevision(operation),
    ...printTrigger(operation),
    ...(pageable !== undefined && { 'x-ms-pageable': pageable }),
    ...(typeof access === 'object' ? { 'x-required-role': access.role } : { security: [] }),
    parameters: printParameters(operation, definitions),
    responses: printResponses(operation, definitions),
  };
};

/** The operations that are part of the connector, in the order of the table of contents, each with all it says. */
export const printPaths = (operations: readonly Operation<never>[]): PrintedPaths => {
  const definitions = new SwaggerDefinitions();
  const paths: Record<string, PrintedPath> = {};
  for (const operation of operations) {
    if (operation.audience === 'unlisted') continue;
    const { path, trigger, operationId } = operation;
    paths[path] = {
      ...paths[path],
      // Stands on the path, not on the operation: the platform's schema has it nowhere else.
      ...(trigger?.mode === 'webhook' && {
        'x-ms-notification-content': {
          description: trigger.notification.description ?? operation.description,
          schema: definitions.print(trigger.notification, `${operationId}, notification`),
        },
      }),
      [operation.method.toLowerCase()]: printOperation(operation, definitions),
    };
  }
  return { paths, definitions: definitions.printAll() };
};

/**
 * The connector's definition: OpenAPI 2.0 with the extensions that Power Platform knows. Two spaces indent it, as nearly
 * all published definitions are; the platform takes less than 1 MB.
 */
export const printSwagger = (operations: readonly Operation<never>[], version: string): string => {
  const definition = { ...printHead(version), ...shareParts(printPaths(operations)), ...printTail() };
  return `${JSON.stringify(definition, undefined, 2)}\n`;
};

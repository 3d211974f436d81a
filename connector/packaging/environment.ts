import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Template } from '../flows/templates.ts';
import { connectionReferences } from './connectionReferences.ts';
import { allVariables } from './environmentVariables.ts';

/** What differs from one environment of Power Platform to the next; never a secret. */
export interface Environment {
  /** The host of the environment's own back end. */
  readonly host: string;
  readonly tenantId: string;
  /** The app registration of the back end. */
  readonly apiClientId: string;
  /** The app registration by which the connector signs makers in. */
  readonly connectorClientId: string;
  /** The name that the environment gave to the connector on import, such as `shared_purview-5fpurviewresponse-5f0123456789abcdef`. */
  readonly connectorInternalId?: string;
  /** Values of environment variables, by schema name. */
  readonly environmentVariables: Readonly<Record<string, string>>;
  /** Ids of connections in the environment, by the logical name of the connection reference. */
  readonly connections?: Readonly<Record<string, string>>;
}

const uuid = { type: 'string', format: 'uuid' } as const;
const text = { type: 'string', minLength: 1 } as const;
const textsUnder = (names: readonly string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, text])),
  additionalProperties: false,
});

const schemaFor = (templates: readonly Template[]) => ({
  type: 'object',
  minProperties: 1,
  propertyNames: { pattern: '^[a-z][a-z0-9-]*$' },
  additionalProperties: {
    type: 'object',
    properties: {
      host: { type: 'string', format: 'hostname', pattern: '\\.' },
      tenantId: uuid,
      apiClientId: uuid,
      connectorClientId: uuid,
      connectorInternalId: { type: 'string', pattern: '^shared_[a-z0-9-]+$' },
      environmentVariables: textsUnder(allVariables(templates).map(({ schemaName }) => schemaName)),
      connections: textsUnder(connectionReferences(templates).map(({ logicalName }) => logicalName)),
    },
    required: ['host', 'tenantId', 'apiClientId', 'connectorClientId', 'environmentVariables'],
    additionalProperties: false,
  },
});

const ajv = new Ajv({ allErrors: true, verbose: true });
addFormats.default(ajv, ['uuid', 'hostname']);

/** The environments of a parsed `environments.json` by name, for these flows; throws an error that lists every fault. */
export const readEnvironments = (
  json: unknown,
  templates: readonly Template[],
): Readonly<Record<string, Environment>> => {
  const isEnvironments = ajv.compile<Readonly<Record<string, Environment>>>(schemaFor(templates));
  if (isEnvironments(json)) return json;
  const faults = (isEnvironments.errors ?? []).map(({ instancePath, message, params, parentSchema }) => {
    const place = instancePath.slice(1).replaceAll('/', '.') || '(the file)';
    if (!('additionalProperty' in params)) return `- ${place}: ${message}`;
    const known = Object.keys(parentSchema?.properties).join(', ');
    return `- ${place}: there is no ${params.additionalProperty}; it takes ${known}`;
  });
  throw new Error(`it has faults:\n${faults.join('\n')}`);
};

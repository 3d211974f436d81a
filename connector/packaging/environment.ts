import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

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
const texts = { type: 'object', additionalProperties: { type: 'string' } } as const;

const schema = {
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
      environmentVariables: texts,
      connections: texts,
    },
    required: ['host', 'tenantId', 'apiClientId', 'connectorClientId', 'environmentVariables'],
    additionalProperties: false,
  },
} as const;

const ajv = new Ajv({ allErrors: true });
addFormats.default(ajv, ['uuid', 'hostname']);
const isEnvironments = ajv.compile<Readonly<Record<string, Environment>>>(schema);

/** The environments of a parsed `environments.json` by name; throws an error that lists every fault. */
export const readEnvironments = (json: unknown): Readonly<Record<string, Environment>> => {
  if (isEnvironments(json)) return json;
  const faults = (isEnvironments.errors ?? []).map(({ instancePath, message, params }) => {
    const place = instancePath.slice(1).replaceAll('/', '.') || '(the file)';
    const which = 'additionalProperty' in params ? ` (${params.additionalProperty})` : '';
    return `- ${place}: ${message}${which}`;
  });
  throw new Error(`environments.json has faults:\n${faults.join('\n')}`);
};

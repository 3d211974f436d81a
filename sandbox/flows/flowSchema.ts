const anything = {};
const text = { type: 'string', minLength: 1 };
const duration = { type: 'string', format: 'duration' };
const actions = { $ref: '#/$defs/actions' };
const branch = object({ actions }, []);

const operationInputs = object(
  {
    host: object({ apiId: text, connectionName: text, operationId: text }, ['apiId', 'connectionName', 'operationId']),
    parameters: { type: 'object' },
    authentication: anything,
    retryPolicy: object(
      {
        type: { enum: ['none', 'fixed', 'exponential'] },
        count: { type: 'integer', minimum: 1, maximum: 90 },
        interval: duration,
        minimumInterval: duration,
        maximumInterval: duration,
      },
      ['type'],
    ),
  },
  ['host'],
);

const recurrence = object(
  {
    frequency: { enum: ['Second', 'Minute', 'Hour', 'Day', 'Week', 'Month'] },
    interval: { type: 'integer', minimum: 1 },
    // Power Automate knows these; here a flow starts when it is turned on, and again after every interval.
    startTime: false,
    timeZone: false,
    schedule: false,
  },
  ['frequency', 'interval'],
);

const secureData = object({ properties: { type: 'array', items: { enum: ['inputs', 'outputs'] }, minItems: 1 } }, [
  'properties',
]);

const actionCommon = {
  runAfter: {
    type: 'object',
    additionalProperties: {
      type: 'array',
      minItems: 1,
      items: { enum: ['Succeeded', 'Failed', 'Skipped', 'TimedOut'] },
    },
  },
  description: { type: 'string', maxLength: 256 },
  metadata: { type: 'object' },
  operationOptions: text,
  limit: object({ count: { type: 'integer', minimum: 1, maximum: 5000 }, timeout: duration }, []),
  runtimeConfiguration: object(
    {
      secureData,
      concurrency: object({ repetitions: { type: 'integer', minimum: 1, maximum: 50 } }, []),
      paginationPolicy: object({ minimumItemCount: { type: 'integer', minimum: 1, maximum: 100_000 } }, [
        'minimumItemCount',
      ]),
    },
    [],
  ),
};

const variableChange = object({ name: text, value: anything }, ['name', 'value']);
const variableStep = object({ name: text, value: anything }, ['name']);

const actionKinds = [
  action('OpenApiConnection', { inputs: operationInputs }, ['inputs']),
  action('OpenApiConnectionWebhook', { inputs: operationInputs }, ['inputs']),
  action('If', { expression: anything, actions, else: branch }, ['expression']),
  action(
    'Switch',
    {
      expression: anything,
      cases: { type: 'object', additionalProperties: object({ case: anything, actions }, ['case']) },
      default: branch,
    },
    ['expression', 'cases'],
  ),
  action('Foreach', { foreach: anything, actions }, ['foreach']),
  action('Until', { expression: anything, actions }, ['expression']),
  action('Scope', { actions }, []),
  action('Compose', { inputs: anything }, ['inputs']),
  action(
    'InitializeVariable',
    {
      inputs: object(
        {
          variables: {
            type: 'array',
            minItems: 1,
            items: object(
              {
                name: text,
                type: { enum: ['string', 'integer', 'float', 'boolean', 'array', 'object'] },
                value: anything,
              },
              ['name', 'type'],
            ),
          },
        },
        ['variables'],
      ),
    },
    ['inputs'],
  ),
  action('SetVariable', { inputs: variableChange }, ['inputs']),
  action('IncrementVariable', { inputs: variableStep }, ['inputs']),
  action('DecrementVariable', { inputs: variableStep }, ['inputs']),
  action('AppendToArrayVariable', { inputs: variableChange }, ['inputs']),
  action('AppendToStringVariable', { inputs: variableChange }, ['inputs']),
  action(
    'Terminate',
    {
      inputs: object(
        {
          runStatus: { enum: ['Succeeded', 'Failed', 'Cancelled'] },
          runError: object({ code: { type: 'string' }, message: { type: 'string' } }, []),
        },
        ['runStatus'],
      ),
    },
    ['inputs'],
  ),
  action('ParseJson', { inputs: object({ content: anything, schema: { type: 'object' } }, ['content', 'schema']) }, [
    'inputs',
  ]),
  action('Select', { inputs: object({ from: anything, select: anything }, ['from', 'select']) }, ['inputs']),
  action('Query', { inputs: object({ from: anything, where: text }, ['from', 'where']) }, ['inputs']),
  action('Join', { inputs: object({ from: anything, joinWith: { type: 'string' } }, ['from', 'joinWith']) }, [
    'inputs',
  ]),
  action(
    'Wait',
    {
      inputs: {
        ...object(
          {
            interval: object({ unit: text, count: anything }, ['unit', 'count']),
            until: object({ timestamp: text }, ['timestamp']),
          },
          [],
        ),
        minProperties: 1,
        maxProperties: 1,
      },
    },
    ['inputs'],
  ),
];

const triggerCommon = {
  conditions: { type: 'array', items: object({ expression: text }, ['expression']) },
  description: { type: 'string', maxLength: 256 },
  metadata: { type: 'object' },
  splitOn: text,
  runtimeConfiguration: object(
    { secureData, concurrency: object({ runs: { type: 'integer', minimum: 1, maximum: 100 } }, []) },
    [],
  ),
};

const triggerKinds = [
  kind('OpenApiConnectionWebhook', { ...triggerCommon, inputs: operationInputs }, ['inputs']),
  kind('OpenApiConnection', { ...triggerCommon, inputs: operationInputs, recurrence }, ['inputs', 'recurrence']),
  kind('Recurrence', { ...triggerCommon, recurrence }, ['recurrence']),
  kind(
    'Request',
    { ...triggerCommon, kind: { const: 'Button' }, inputs: object({ schema: { type: 'object' } }, ['schema']) },
    ['kind', 'inputs'],
  ),
];

/** What a flow of a solution looks like, as far as this runner executes it. */
export const flowSchema = {
  type: 'object',
  required: ['schemaVersion', 'properties'],
  properties: {
    schemaVersion: { const: '1.0.0.0' },
    properties: {
      type: 'object',
      required: ['connectionReferences', 'definition'],
      properties: {
        connectionReferences: {
          type: 'object',
          additionalProperties: object(
            {
              runtimeSource: { enum: ['embedded', 'invoker'] },
              connection: object({ connectionReferenceLogicalName: text }, ['connectionReferenceLogicalName']),
              api: object({ name: text }, ['name']),
            },
            ['connection', 'api'],
          ),
        },
        definition: object(
          {
            $schema: { type: 'string', pattern: '/Microsoft\\.Logic/schemas/2016-06-01/workflowdefinition\\.json#$' },
            contentVersion: text,
            description: { type: 'string' },
            outputs: { type: 'object' },
            parameters: {
              type: 'object',
              additionalProperties: object(
                {
                  type: { enum: ['String', 'Int', 'Float', 'Bool', 'Array', 'Object', 'SecureString', 'SecureObject'] },
                  defaultValue: anything,
                  metadata: { type: 'object' },
                },
                ['type'],
              ),
            },
            triggers: {
              type: 'object',
              minProperties: 1,
              maxProperties: 1,
              additionalProperties: {
                type: 'object',
                required: ['type'],
                discriminator: { propertyName: 'type' },
                oneOf: triggerKinds,
              },
            },
            actions,
          },
          ['$schema', 'contentVersion', 'triggers', 'actions'],
        ),
      },
    },
  },
  $defs: {
    actions: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['type'],
        discriminator: { propertyName: 'type' },
        oneOf: actionKinds,
      },
    },
  },
};

function object(properties: Record<string, object | false>, required: string[]): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

function kind(type: string, properties: Record<string, object>, required: string[]): object {
  return object({ type: { const: type }, ...properties }, ['type', ...required]);
}

function action(type: string, properties: Record<string, object>, required: string[]): object {
  return kind(type, { ...actionCommon, ...properties }, required);
}

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { templates } from '../connector/flows/templates.ts';
import type { Operation } from '../functions/runtime/operation.ts';
import type { FieldFault } from '../functions/runtime/problem.ts';
import { responseFaults } from '../functions/runtime/responseFaults.ts';
import { validatorOf } from '../functions/runtime/validator.ts';
import { startConnectors } from '../sandbox/connectors/startConnectors.ts';
import { connectorOperations } from '../sandbox/flows/connectorOperations.ts';
import { importFlow } from '../sandbox/flows/importFlow.ts';
import { createMessageStore } from '../sandbox/teams/messageStore.ts';
import { allOperations } from './tableOfContents.ts';

const connectorFolder = join(import.meta.dirname, '../connector');
const swagger = JSON.parse(await readFile(join(connectorFolder, 'apiDefinition.swagger.json'), 'utf8'));

test('the example of every operation fits its schemas', () => {
  for (const operation of allOperations) {
    const { operationId, body, responses, example } = operation;
    const faults = [
      ...parameterFaults(operation),
      ...(body === undefined ? [] : validatorOf(body, 'body')(structuredClone(example.body))),
      ...responseFaults(responses, example.reply),
    ];
    assert.deepEqual([operationId, ...faults], [operationId]);
  }
});

const parameterFaults = ({ parameters, example }: Operation<never>): readonly FieldFault[] =>
  Object.entries(parameters).flatMap(([name, parameter]) => {
    const { in: place, required, ...schema } = { required: undefined, ...parameter };
    const value = example.parameters?.[name];
    return value === undefined ? [] : validatorOf(schema, `${place}.${name}`)(value);
  });

test('the connector has every listed operation, with its address and its role, and no other', () => {
  const printed = Object.entries<Record<string, Record<string, unknown>>>(swagger.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { operationId, 'x-required-role': role }]) =>
      operationId === undefined ? [] : [[operationId, method.toUpperCase(), path, role]],
    ),
  );
  const listed = allOperations
    .filter(({ audience }) => audience === 'listed')
    .map(({ operationId, method, path, access }) => {
      const role = typeof access === 'object' ? access.role : undefined;
      return [operationId, method, path, role];
    });
  assert.deepEqual(printed.sort(), listed.sort());
});

test('every action that writes takes an idempotency key', () => {
  const exempt = new Set([
    // These only read.
    'RunHuntingQuery',
    'PreviewSubscription',
    // A key would keep the answer, and with it a name that nothing else keeps.
    'RevealUser',
  ]);
  const unkeyed = allOperations.filter(
    ({ method, trigger, repeat }) => !['GET', 'DELETE'].includes(method) && !trigger && repeat !== 'key',
  );
  assert.deepEqual(unkeyed.map(({ operationId }) => operationId).sort(), [...exempt].sort());
});

test('every template names operations and parameters that exist, and sets those that are required', async () => {
  const others = await startConnectors({ messages: createMessageStore() });
  try {
    const connectors = new Map(
      Object.entries({ ...others.connectors, shared_purviewresponse: { swagger } }).map(([name, connector]) => [
        name,
        { operations: connectorOperations(connector.swagger) },
      ]),
    );
    for (const { id, flow } of templates) {
      const environmentVariables = valuesWanted(flow.properties.definition.parameters);
      assert.doesNotThrow(() => importFlow(flow, { connectors, environmentVariables }), id);
    }
  } finally {
    await others.close();
  }
});

test('the list of templates names every prebuilt flow', async () => {
  const files = (await readdir(join(connectorFolder, 'flows'))).filter((name) => name.endsWith('.json'));
  assert.deepEqual(templates.map(({ id }) => `${id}.json`).sort(), files.sort());
});

interface FlowParameter {
  readonly defaultValue?: unknown;
  readonly metadata?: { readonly schemaName?: string };
}

/** A value for each environment variable that a flow leaves to whoever imports it. */
const valuesWanted = (parameters: Readonly<Record<string, FlowParameter>>): Record<string, string> =>
  Object.fromEntries(
    Object.values(parameters).flatMap(({ defaultValue, metadata }) =>
      metadata?.schemaName === undefined || defaultValue !== undefined ? [] : [[metadata.schemaName, 'chosen']],
    ),
  );

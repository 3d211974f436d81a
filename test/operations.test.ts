import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
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

test('every template names operations and parameters that exist, and sets those that are required', async () => {
  const others = await startConnectors({ messages: createMessageStore() });
  await others.close();
  const definitions = Object.entries(others.connectors).map(([name, connector]) => [name, connector.swagger] as const);
  const connectors = new Map(
    [...definitions, ['shared_purviewresponse', swagger] as const].map(([name, definition]) => [
      name,
      { operations: connectorOperations(definition) },
    ]),
  );
  const files = (await readdir(join(connectorFolder, 'flows'))).filter((name) => name.endsWith('.json'));
  assert.notEqual(files.length, 0);
  for (const file of files) {
    const flow = JSON.parse(await readFile(join(connectorFolder, 'flows', file), 'utf8'));
    const environmentVariables = valuesWanted(flow.properties.definition.parameters);
    assert.doesNotThrow(() => importFlow(flow, { connectors, environmentVariables }), file);
  }
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

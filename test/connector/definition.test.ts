import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import SwaggerParser from '@apidevtools/swagger-parser';
import { checkOperations } from '../../connector/checkOperations.ts';
import { brokenSinceRelease } from '../../connector/compatibility/releasedDefinition.ts';
import { printApiProperties } from '../../connector/printApiProperties.ts';
import { printPaths, printSwagger } from '../../connector/printSwagger.ts';
import { operations } from '../../functions/index.ts';

// learn.microsoft.com/connectors/custom-connectors/faq
const limits = { bytes: 1_000_000, operations: 256, schemasInBody: 512 };
// Leaves room below the platform's limit for operations to come.
const budgetBytes = 600_000;
// learn.microsoft.com/connectors/custom-connectors/certification-submission
const longestDescription = 500;

const text = printSwagger(operations, '1.0.0');
const definition = JSON.parse(text);
const ids = operations.filter(({ audience }) => audience === 'listed').map(({ operationId }) => operationId);

suite('the definition of all operations', () => {
  test('keeps the published rules', () => assert.deepEqual(checkOperations(operations), []));

  test('is valid OpenAPI 2.0', async () => {
    await SwaggerParser.validate(JSON.parse(text));
  });

  test('stays within the limits of the platform', () => {
    assert.ok(ids.length <= limits.operations, `${ids.length} operations`);
    assert.ok(Object.keys(definition.definitions).length <= limits.schemasInBody);
    assert.ok(definition.info.description.length <= longestDescription, definition.info.description);
  });

  test('leaves room for operations to come', () => {
    const bytes = Buffer.byteLength(text);
    assert.ok(
      bytes <= budgetBytes,
      `The definition has ${bytes} bytes, and ${budgetBytes} are its budget; the platform takes ${limits.bytes}. Look for what is printed more than once: give an object that recurs a title, and say the same thing of the same input everywhere, so that it is printed once. When nothing is left to share, raise the budget.`,
    );
  });

  test('shows makers the same as a definition that shares nothing', async () => {
    const shared = await SwaggerParser.dereference(JSON.parse(text));
    const { paths, definitions } = printPaths(operations);
    const unshared = await SwaggerParser.dereference(JSON.parse(JSON.stringify({ ...shared, paths, definitions })));
    assert.deepEqual(shared.paths, unshared.paths);
  });

  test('holds the address of the flow in the body of each trigger, where the platform looks for it', () => {
    for (const { operationId, path, trigger } of operations) {
      if (trigger?.mode !== 'webhook') continue;
      const [body] = definition.paths[path].post.parameters;
      assert.equal(body.schema.properties.notificationUrl['x-ms-notification-url'], true, operationId);
    }
  });

  test('has every listed operation and no other', () => {
    const printed = Object.values<Record<string, { readonly operationId?: string }>>(definition.paths)
      .flatMap((item) => Object.values(item))
      .flatMap(({ operationId }) => operationId ?? []);
    assert.deepEqual(printed.sort(), ids.sort());
  });

  test('breaks no flow that was saved against the last release', async () => {
    assert.deepEqual(await brokenSinceRelease(join(import.meta.dirname, '../..'), text), []);
  });

  test('is what the policies of the connection speak of', () => {
    for (const { parameters } of JSON.parse(printApiProperties(operations)).properties.policyTemplateInstances) {
      for (const name of parameters['x-ms-apimTemplate-operationName']) assert.ok(ids.includes(name), name);
    }
  });
});

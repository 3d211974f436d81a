import assert from 'node:assert/strict';
import { test } from 'node:test';
import SwaggerParser from '@apidevtools/swagger-parser';
import { printSwagger } from '../../connector/printSwagger.ts';
import type { Operation } from '../../functions/runtime/operation.ts';
import type { ObjectSchema } from '../../functions/runtime/schema.ts';
import { assertGolden } from './assertGolden.ts';
import {
  listAlerts,
  listDlpPolicies,
  liveness,
  onDlpAlert,
  sampleOperations,
  updateAlert,
} from './sampleOperations.ts';

const print = (...operations: readonly Operation<never>[]) => JSON.parse(printSwagger(operations, '1.2.3'));

test('prints the sample operations as kept', async () => {
  await assertGolden('swagger.golden', printSwagger(sampleOperations, '1.2.3'));
});

test('prints what the published schema of OpenAPI 2.0 accepts', async () => {
  await SwaggerParser.validate(print(...sampleOperations));
});

test('prints paths in the order of the table of contents, and the same text each time', () => {
  assert.deepEqual(Object.keys(print(updateAlert, onDlpAlert, listAlerts).paths), [
    '/alerts/{alertId}',
    '/subscriptions/dlpAlert',
    '/alerts',
  ]);
  assert.equal(printSwagger(sampleOperations, '1.2.3'), printSwagger(sampleOperations, '1.2.3'));
});

test('joins the methods of one path', () => {
  const create: Operation<never> = {
    ...updateAlert,
    operationId: 'CreateAlert',
    method: 'POST',
    path: '/alerts',
    parameters: {},
  };
  assert.deepEqual(Object.keys(print(listAlerts, create).paths['/alerts']), ['get', 'post']);
});

test('leaves unlisted operations and their shapes out', () => {
  assert.deepEqual(print(liveness, { ...updateAlert, audience: 'unlisted' }), print());
});

test('indents by two spaces and speaks https only', () => {
  assert.match(printSwagger(sampleOperations, '1.2.3'), /^\{\n {2}"swagger": "2\.0",\n {2}"info": \{\n {4}"title"/);
  assert.deepEqual(print().schemes, ['https']);
});

test('writes the queried list with commas and moves its choices to the parameter', () => {
  const [policies] = print(listAlerts).paths['/alerts'].get.parameters;
  assert.equal(policies.collectionFormat, 'csv');
  assert.deepEqual(policies.items, { type: 'string', maxLength: 200 });
  assert.equal(policies['x-ms-dynamic-values'].operationId, 'ListDlpPolicies');
});

test('leaves out of a parameter what only the designer’s schema of a body takes', () => {
  const items = { type: 'string', title: 'Policy', description: 'A policy.', maxLength: 200 } as const;
  const parameters = { policies: { in: 'query', type: 'array', title: 'Policies', items } } as const;
  assert.deepEqual(print({ ...listAlerts, parameters }).paths['/alerts'].get.parameters, [
    {
      name: 'policies',
      in: 'query',
      type: 'array',
      items: { type: 'string', maxLength: 200 },
      required: false,
      collectionFormat: 'csv',
    },
  ]);
});

test('encodes path parameters once and never encodes the query', () => {
  const [alertId] = print(updateAlert).paths['/alerts/{alertId}'].patch.parameters;
  assert.deepEqual([alertId.required, alertId['x-ms-url-encoding']], [true, 'single']);
  for (const parameter of print(listAlerts).paths['/alerts'].get.parameters) {
    assert.equal('x-ms-url-encoding' in parameter, false);
  }
});

test('requires what says so, and what is internal and has a default, in bodies and in parameters', () => {
  const parameters = {
    mode: { in: 'query', type: 'string', default: 'a', 'x-ms-visibility': 'internal' },
    since: { in: 'query', type: 'string', required: true },
    until: { in: 'query', type: 'string', default: 'now' },
  } as const;
  const printed: { readonly required: boolean }[] = print({ ...listAlerts, parameters }).paths['/alerts'].get
    .parameters;
  assert.deepEqual(
    printed.map(({ required }) => required),
    [true, true, false],
  );
  const body = print(updateAlert).paths['/alerts/{alertId}'].patch.parameters[1];
  assert.deepEqual(body.schema.required, ['channel']);
});

test('asks for an idempotency key where repeating could repeat an effect, and only there', () => {
  const names = (operation: Operation<never>) =>
    print(operation).paths['/alerts/{alertId}'].patch.parameters.map(({ name }: { name: string }) => name);
  assert.deepEqual(names(updateAlert), ['alertId', 'body', 'Idempotency-Key']);
  assert.deepEqual(names({ ...updateAlert, repeat: 'safe' }), ['alertId', 'body']);
});

test('shows a schema on the first success only, an operation’s own words, and no refusal that cannot happen', () => {
  const schema = { type: 'object', properties: { id: { type: 'string' } } } as const;
  const responses = { 202: { description: 'Later.', schema }, 200: { description: 'Done.', schema } };
  const printed = print({ ...listAlerts, responses }).paths['/alerts'].get.responses;
  assert.deepEqual(
    Object.keys(printed).filter((status) => 'schema' in printed[status]),
    ['200'],
  );
  assert.deepEqual(Object.keys(printed), ['200', '202', '400', '401', '403', '429', '502', '503']);
  const refusing = { 204: { description: 'Done.' }, 400: { description: 'It is no day.', schema } };
  assert.deepEqual(print({ ...listAlerts, responses: refusing }).paths['/alerts'].get.responses[400], {
    description: 'It is no day.',
  });
  assert.deepEqual(Object.keys(print(listDlpPolicies).paths['/dlpPolicies'].get.responses), [
    ...['200', '400', '401', '403', '429', '503'],
  ]);
  const byLink: Operation<never> = { ...listAlerts, access: 'link' };
  const statuses = (operation: Operation<never>) => Object.keys(print(operation).paths['/alerts'].get.responses);
  assert.ok(statuses(byLink).includes('403'), 'which Graph may answer');
  assert.ok(!statuses({ ...byLink, graph: {} }).includes('403'));
});

test('prints the role, and no security where the address is the credential', () => {
  const { paths } = print(...sampleOperations);
  assert.equal(paths['/alerts/{alertId}'].patch['x-required-role'], 'Purview.Responder');
  const unsubscribe = paths['/subscriptions/{subscriptionId}/{secret}'].delete;
  assert.deepEqual(unsubscribe.security, []);
  assert.equal('x-required-role' in unsubscribe, false);
});

test('leaves visibility out where it is none', () => {
  const { paths } = print(...sampleOperations);
  assert.equal('x-ms-visibility' in paths['/alerts'].get, false);
  assert.equal(paths['/alerts/{alertId}'].patch['x-ms-visibility'], 'important');
});

test('hoists a titled schema once, however often and however deep it is used', () => {
  const { definitions, paths } = print(listAlerts, updateAlert);
  assert.deepEqual(Object.keys(definitions), ['Alert']);
  assert.deepEqual(paths['/alerts'].get.responses[200].schema.properties.value.items, { $ref: '#/definitions/Alert' });
  assert.deepEqual(paths['/alerts/{alertId}'].patch.responses[200].schema, { $ref: '#/definitions/Alert' });
});

test('refuses two different schemas with one title, naming both places', () => {
  const body: ObjectSchema = { type: 'object', title: 'Alert', properties: {} };
  assert.throws(() => print(listAlerts, { ...updateAlert, body }), {
    message:
      'Two different schemas have the title "Alert": one in ListAlerts, reply 200.value[], the other in UpdateAlert, body. Share one schema, or give one of them another title.',
  });
});

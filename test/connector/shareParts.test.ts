import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { PrintedOperation, PrintedPath, PrintedSchema } from '../../connector/printedParts.ts';
import { shareParts } from '../../connector/shareParts.ts';

const top = { name: 'top', in: 'query', type: 'integer', 'x-ms-summary': 'Top' };
const severity = { type: 'string', enum: ['low', 'high'], 'x-ms-summary': 'Severity' };
const tooMany = { description: 'Too many requests.' };

const read = (operation: Partial<PrintedOperation>): PrintedPath => ({
  get: { parameters: [], responses: {}, ...operation },
});

const replying = (properties: Readonly<Record<string, PrintedSchema>>): PrintedPath =>
  read({ responses: { 200: { description: 'It.', schema: { type: 'object', properties } } } });

const propertiesOf = (path: PrintedPath | undefined) => path?.get?.responses[200]?.schema?.properties;

/** The same path at three addresses. */
const thrice = (path: PrintedPath) => ({ '/a': path, '/b': path, '/c': path });

suite('what recurs in a definition', () => {
  test('a parameter is printed once, under its name in PascalCase', () => {
    const key = { name: 'Idempotency-Key', in: 'header', type: 'string' };
    const { paths, parameters } = shareParts({ paths: thrice(read({ parameters: [top, key] })), definitions: {} });
    assert.deepEqual(parameters, { IdempotencyKey: key, Top: top });
    assert.deepEqual(paths['/b'], {
      get: { parameters: [{ $ref: '#/parameters/Top' }, { $ref: '#/parameters/IdempotencyKey' }], responses: {} },
    });
  });

  test('a refusal is printed once, under the name of its status', () => {
    const refusing = read({ responses: { 200: { description: 'It.' }, 429: tooMany } });
    const { paths, responses } = shareParts({ paths: thrice(refusing), definitions: {} });
    assert.deepEqual(responses, { TooManyRequests: tooMany });
    assert.deepEqual(paths['/a'], {
      get: {
        parameters: [],
        responses: { 200: { description: 'It.' }, 429: { $ref: '#/responses/TooManyRequests' } },
      },
    });
  });

  test('a property is printed once, whether it stands in a reply, a body, a notification or a definition', () => {
    const schema = { type: 'object', properties: { severity } };
    const { paths, definitions } = shareParts({
      paths: {
        '/a': replying({ severity }),
        '/b': {
          'x-ms-notification-content': { description: 'It.', schema },
          post: { parameters: [{ name: 'body', in: 'body', schema }], responses: {} },
        },
      },
      definitions: { Alert: { type: 'object', properties: { parts: { type: 'array', items: schema } } } },
    });
    const shared = { type: 'object', properties: { severity: { $ref: '#/definitions/Severity' } } };
    assert.deepEqual(paths, {
      '/a': replying(shared.properties),
      '/b': {
        'x-ms-notification-content': { description: 'It.', schema: shared },
        post: { parameters: [{ name: 'body', in: 'body', schema: shared }], responses: {} },
      },
    });
    assert.deepEqual(definitions, {
      Alert: { type: 'object', properties: { parts: { type: 'array', items: shared } } },
      Severity: severity,
    });
  });
});

suite('what stays where it stands', () => {
  test('what has fewer than three copies', () => {
    const path = read({ parameters: [top], responses: { 429: tooMany } });
    const unshared = { paths: { '/a': path, '/b': path }, definitions: { Alert: { type: 'object' } } };
    assert.deepEqual(shareParts(unshared), { ...unshared, parameters: {}, responses: {} });
  });

  test('an object, a list of objects and the callback URL', () => {
    const party = { type: 'object', properties: { id: { type: 'string' } } };
    const url = { type: 'string', 'x-ms-notification-url': true };
    const paths = thrice(replying({ party, parties: { type: 'array', items: party }, url }));
    const { paths: shared, definitions } = shareParts({ paths, definitions: {} });
    assert.deepEqual(definitions, { Id: { type: 'string' } });
    const found = propertiesOf(shared['/a']);
    assert.deepEqual(
      [found?.party?.type, found?.parties?.items?.type, found?.url],
      ['object', 'object', { type: 'string', 'x-ms-notification-url': true }],
    );
  });

  test('the rarer of two properties that have one name', () => {
    const other = { type: 'string', 'x-ms-summary': 'Grade' };
    const { paths, definitions } = shareParts({
      paths: { ...thrice(replying({ severity: other })), '/d': replying({ severity }), '/e': replying({ severity }) },
      definitions: {
        One: { type: 'object', properties: { severity } },
        Two: { type: 'object', properties: { severity } },
      },
    });
    assert.deepEqual(definitions.Severity, severity);
    assert.deepEqual(propertiesOf(paths['/a']), { severity: other });
  });

  test('a property whose name is the title of a schema', () => {
    const alert = { type: 'string', 'x-ms-summary': 'Alert' };
    const definitions = { Alert: { type: 'object', properties: {} } };
    const shared = shareParts({ paths: thrice(replying({ alert })), definitions });
    assert.deepEqual(shared.definitions, definitions);
    assert.deepEqual(propertiesOf(shared.paths['/a']), { alert });
  });
});

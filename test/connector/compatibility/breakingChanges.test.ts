import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { breakingChanges } from '../../../connector/compatibility/breakingChanges.ts';

const exampleDefinition = () => ({
  paths: {
    '/subscriptions/alert': {
      'x-ms-notification-content': { schema: { $ref: '#/definitions/AlertEvent' } },
      post: {
        operationId: 'OnAlert',
        'x-ms-trigger': 'single',
        parameters: [
          {
            name: 'body',
            in: 'body',
            required: true,
            schema: {
              type: 'object',
              required: ['notificationUrl'],
              properties: {
                notificationUrl: { type: 'string' },
                severity: { type: 'string', enum: ['low', 'high'] },
                users: { type: 'array', maxItems: 10, items: { type: 'string' } },
                dryRun: { type: 'boolean', default: true },
              },
            },
          },
        ],
        responses: { 201: { schema: { type: 'object', properties: { id: { type: 'string' } } } } },
      },
    },
    '/alerts': {
      get: {
        operationId: 'ListAlerts',
        'x-ms-pageable': { nextLinkName: 'nextLink' },
        'x-required-role': 'Purview.Responder',
        parameters: [
          { name: 'top', in: 'query', type: 'integer', format: 'int32', maximum: 100 },
          { name: 'policies', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat: 'csv' },
        ],
        responses: {
          200: {
            schema: {
              type: 'object',
              required: ['value'],
              properties: { value: { type: 'array', items: { $ref: '#/definitions/Alert' } } },
            },
          },
          default: {},
        },
      },
    },
  },
  definitions: {
    Alert: {
      type: 'object',
      required: ['title'],
      properties: { title: { type: 'string' }, count: { type: 'integer' } },
    },
    AlertEvent: { type: 'object', required: ['alert'], properties: { alert: { $ref: '#/definitions/Alert' } } },
  },
});

type Example = ReturnType<typeof exampleDefinition>;
type Change = (definition: Example) => unknown;
// biome-ignore lint/suspicious/noExplicitAny: the changes make documents that the type does not foresee.
const at = (value: unknown): any => value;

const after = (change: Change): readonly string[] => {
  const later = exampleDefinition();
  change(later);
  return breakingChanges(exampleDefinition(), later);
};
const subscribe = (it: Example) => at(it.paths['/subscriptions/alert'].post.parameters[0]).schema;
/** Says the same with references: to a parameter, a body, a property of it, a response and its schema. */
const share = (it: Example): void => {
  const [top, policies] = list(it).parameters;
  const { severity } = subscribe(it).properties;
  subscribe(it).properties.severity = { $ref: '#/definitions/Severity' };
  const { 200: page } = list(it).responses;
  Object.assign(it, { parameters: { Top: top }, responses: { Page: { schema: { $ref: '#/definitions/Page' } } } });
  Object.assign(it.definitions, { Severity: severity, AlertWish: subscribe(it), Page: page.schema });
  at(it.paths['/subscriptions/alert'].post.parameters[0]).schema = { $ref: '#/definitions/AlertWish' };
  list(it).parameters = [{ $ref: '#/parameters/Top' }, policies];
  list(it).responses[200] = { $ref: '#/responses/Page' };
};
const list = (it: Example) => at(it.paths['/alerts'].get);

describe('what breaks saved flows', () => {
  const breaking: readonly (readonly [what: string, change: Change, expected: readonly string[]])[] = [
    [
      'an operation that is gone',
      (it) => Reflect.deleteProperty(it.paths, '/alerts'),
      ['ListAlerts: the operation is gone; keep it, deprecated, and add the new one beside it'],
    ],
    [
      'another address',
      (it) => {
        at(it.paths)['/all-alerts'] = it.paths['/alerts'];
        Reflect.deleteProperty(it.paths, '/alerts');
      },
      ['ListAlerts: it is at GET /all-alerts, and was at GET /alerts'],
    ],
    [
      'a trigger that is an action now',
      (it) => Reflect.deleteProperty(it.paths['/subscriptions/alert'].post, 'x-ms-trigger'),
      [
        'OnAlert: it is another kind of trigger or action',
        'OnAlert: output/alert is gone',
        'OnAlert: output/alert/title is gone',
        'OnAlert: output/alert/count is gone',
      ],
    ],
    ['an input that is gone', (it) => list(it).parameters.shift(), ['ListAlerts: the input query top is gone']],
    [
      'an input of another type',
      (it) => Object.assign(list(it).parameters[0], { type: 'string', format: undefined, maximum: undefined }),
      ['ListAlerts: the input query top is string, and was integer (int32)'],
    ],
    [
      'an input that takes less',
      (it) => Object.assign(list(it).parameters[0], { maximum: 50 }),
      ['ListAlerts: the input query top takes less than it did'],
    ],
    ...(
      [
        ['minimum', 1],
        ['minLength', 2],
        ['minItems', 1],
        ['maxLength', 5],
        ['maxItems', 5],
        ['pattern', '^a'],
      ] as const
    ).map(
      ([limit, value]) =>
        [
          `a limit where there was none: ${limit}`,
          (it: Example) => Object.assign(list(it).parameters[1], { [limit]: value }),
          ['ListAlerts: the input query policies takes less than it did'],
        ] as const,
    ),
    [
      'an input that is now required',
      (it) => Object.assign(list(it).parameters[0], { required: true }),
      ['ListAlerts: the input query top is now required'],
    ],
    [
      'a new input that is required',
      (it) => list(it).parameters.push({ name: 'policy', in: 'query', type: 'string', required: true }),
      ['ListAlerts: the input query policy is new and required'],
    ],
    [
      'a new field of the body that is required',
      (it) => {
        subscribe(it).properties.policy = { type: 'string' };
        subscribe(it).required.push('policy');
      },
      ['OnAlert: the input body/policy is new and required'],
    ],
    [
      'a choice that is gone',
      (it) => subscribe(it).properties.severity.enum.pop(),
      ['OnAlert: the input body/severity no longer takes high'],
    ],
    [
      'free text that becomes a choice',
      (it) => Object.assign(subscribe(it).properties.notificationUrl, { enum: ['a'] }),
      ['OnAlert: the input body/notificationUrl takes listed values only'],
    ],
    [
      'another default, which is what saved flows get that left the input empty',
      (it) => Object.assign(subscribe(it).properties.dryRun, { default: false }),
      ['OnAlert: the input body/dryRun, left empty, means false, and meant true'],
    ],
    [
      'a default that is gone',
      (it) => Reflect.deleteProperty(subscribe(it).properties.dryRun, 'default'),
      ['OnAlert: the input body/dryRun, left empty, means nothing, and meant true'],
    ],
    [
      'a default where there was none',
      (it) => Object.assign(list(it).parameters[0], { default: 10 }),
      ['ListAlerts: the input query top, left empty, means 10, and meant nothing'],
    ],
    [
      'a list that is put together in another way',
      (it) => Object.assign(list(it).parameters[1], { collectionFormat: 'multi' }),
      ['ListAlerts: the input query policies is sent as multi, and was sent as csv'],
    ],
    [
      'a role that rises',
      (it) => Object.assign(list(it), { 'x-required-role': 'Purview.Administrator' }),
      ['ListAlerts: it needs Purview.Administrator, and Purview.Responder was enough'],
    ],
    [
      'a role where none was needed',
      (it) => Object.assign(it.paths['/subscriptions/alert'].post, { 'x-required-role': 'Purview.Reader' }),
      ['OnAlert: it needs Purview.Reader, and no role was enough'],
    ],
    [
      'pages that are gone',
      (it) => Reflect.deleteProperty(list(it), 'x-ms-pageable'),
      ['ListAlerts: its pages are joined no more'],
    ],
    [
      'pages that hang together by another property',
      (it) => Object.assign(list(it), { 'x-ms-pageable': { nextLinkName: '@odata.nextLink' } }),
      ['ListAlerts: its next link is @odata.nextLink, and was nextLink'],
    ],
    [
      'an input that is hidden',
      (it) => Object.assign(subscribe(it).properties.severity, { 'x-ms-visibility': 'internal' }),
      ['OnAlert: the input body/severity is hidden now'],
    ],
    [
      'an output that is gone, wherever its shape is used',
      (it) => Reflect.deleteProperty(it.definitions.Alert.properties, 'count'),
      ['OnAlert: output/alert/count is gone', 'ListAlerts: output/value[]/count is gone'],
    ],
    [
      'an input that takes less, where it is kept apart',
      (it) => {
        share(it);
        at(it).parameters.Top.maximum = 50;
        at(it).definitions.Severity.enum.pop();
      },
      [
        'OnAlert: the input body/severity no longer takes high',
        'ListAlerts: the input query top takes less than it did',
      ],
    ],
    [
      'an output of another type, wherever its shape is used',
      (it) => Object.assign(it.definitions.Alert.properties.count, { type: 'string' }),
      [
        'OnAlert: output/alert/count is string, and was integer',
        'ListAlerts: output/value[]/count is string, and was integer',
      ],
    ],
    [
      'an output that may be missing',
      (it) => it.definitions.Alert.required.pop(),
      ['OnAlert: output/alert/title may be missing now', 'ListAlerts: output/value[]/title may be missing now'],
    ],
  ];
  for (const [what, change, expected] of breaking) test(what, () => assert.deepEqual(after(change), expected));
});

test('looks at operations of every method', () => {
  for (const method of ['get', 'put', 'post', 'patch', 'delete']) {
    const earlier = { paths: { '/a': { [method]: { operationId: 'A', responses: {} } } } };
    assert.equal(breakingChanges(earlier, { paths: {} }).length, 1, method);
  }
});

test('takes no definition that refers to what it does not hold', () => {
  const broken = exampleDefinition();
  Reflect.deleteProperty(broken.definitions, 'Alert');
  assert.throws(() => breakingChanges(broken, broken), /#\/definitions\/Alert is not in the definition/);
});

describe('what breaks nothing', () => {
  const harmless: readonly (readonly [what: string, change: Change])[] = [
    ['no change at all', () => {}],
    ['a new operation', (it) => Object.assign(it.paths, { '/b': { get: { operationId: 'B', responses: {} } } })],
    ['a new optional input', (it) => list(it).parameters.push({ name: 'policy', in: 'query', type: 'string' })],
    [
      'a new required input with a default',
      (it) => list(it).parameters.push({ name: 'kind', in: 'query', type: 'string', required: true, default: 'dlp' }),
    ],
    [
      'a required input that was optional, where it has the default that it had',
      (it) => {
        subscribe(it).required.push('dryRun');
      },
    ],
    [
      'a new object with fields that it requires',
      (it) => {
        const user = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
        subscribe(it).properties.user = user;
      },
    ],
    ['a choice that becomes free text', (it) => Reflect.deleteProperty(subscribe(it).properties.severity, 'enum')],
    ['a wider limit', (it) => Object.assign(list(it).parameters[0], { maximum: 500 })],
    ['a role that falls', (it) => Object.assign(list(it), { 'x-required-role': 'Purview.Reader' })],
    [
      'pages where there was one',
      (it) => Object.assign(it.paths['/subscriptions/alert'].post, { 'x-ms-pageable': { nextLinkName: 'nextLink' } }),
    ],
    [
      'the default way of putting a list together, unsaid',
      (it) => Reflect.deleteProperty(list(it).parameters[1], 'collectionFormat'),
    ],
    ['another choice', (it) => subscribe(it).properties.severity.enum.push('medium')],
    ['a new output', (it) => Object.assign(it.definitions.Alert.properties, { user: { type: 'string' } })],
    ['an output that is now always there', (it) => it.definitions.Alert.required.push('count')],
    ['parts that are kept apart and referred to', share],
  ];
  for (const [what, change] of harmless) test(what, () => assert.deepEqual(after(change), []));
});

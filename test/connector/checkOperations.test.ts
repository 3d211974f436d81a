import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { checkOperations } from '../../connector/checkOperations.ts';
import type { Operation, Parameter } from '../../functions/runtime/operation.ts';
import type { ObjectSchema, Schema, StringSchema } from '../../functions/runtime/schema.ts';
import {
  listAlerts,
  listDlpPolicies,
  liveness,
  onDlpAlert,
  pollDlpAlerts,
  sampleOperations,
  unsubscribe,
  updateAlert,
} from './sampleOperations.ts';

type Change = Partial<Operation<never>>;

/** The messages about one sample after a change, among the others as they are. */
const faultsAfter = (sample: Operation<never>, change: Change): readonly string[] =>
  checkOperations(sampleOperations.map((each) => (each === sample ? { ...sample, ...change } : each))).map(
    ({ place, message }) => `${place}: ${message}`,
  );

const label = { 'x-ms-summary': 'Name', description: 'What it is called.' } as const;
const text: StringSchema = { type: 'string', ...label };
const withBody = (name: Schema): Change => ({
  body: { type: 'object', properties: { name } },
  example: { ...updateAlert.example, body: {} },
});
const answering = (properties: ObjectSchema['properties']): Change => ({
  responses: { 200: { description: 'The alert.', schema: { type: 'object', properties } } },
});
const owners = { type: 'array', 'x-ms-summary': 'Owners', description: 'Who own it.' } as const;
const withQuery = (parameter: Parameter): Change => ({ parameters: { ...listAlerts.parameters, name: parameter } });
const subscribeBody = (notificationUrl: Schema, required: readonly string[]): Change => ({
  body: { type: 'object', properties: { notificationUrl }, required },
});
const callback: StringSchema = { ...text, 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' };
const choices = (change: Partial<NonNullable<StringSchema['x-ms-dynamic-values']>>): Change =>
  withBody({
    ...text,
    'x-ms-dynamic-values': {
      operationId: 'ListDlpPolicies',
      'value-collection': 'value',
      'value-path': 'id',
      'value-title': 'name',
      ...change,
    },
  });
const list = (change: Partial<NonNullable<StringSchema['x-ms-dynamic-list']>>): Change =>
  withBody({
    ...text,
    'x-ms-dynamic-list': {
      operationId: 'ListDlpPolicies',
      itemsPath: 'value',
      itemValuePath: 'id',
      itemTitlePath: 'name',
      ...change,
    },
  });

const nothing = /nothing/;

const cases: readonly (readonly [Operation<never>, Change, RegExp])[] = [
  // Ids and paths
  [updateAlert, { operationId: 'update-alert' }, /operationId is not PascalCase; use letters and digits only/],
  [updateAlert, { operationId: 'UpdateAlert_V0' }, /operationId is not PascalCase/],
  [updateAlert, { operationId: 'LISTALERTS' }, /operationId is taken by ListAlerts of GET \/alerts; choose another/],
  [updateAlert, { summary: 'List Alerts' }, /the summary is the same as that of ListAlerts; makers could not tell/],
  [updateAlert, { method: 'GET', path: '/alerts/{alertId}/' }, /is not a plain path; write \/segments/],
  [updateAlert, { path: '/api/alerts/{alertId}' }, /\/api is the base of every path; leave it out/],
  [listDlpPolicies, { path: '/apiPolicies' }, nothing],
  [updateAlert, { path: '/alerts/{alertId}/{noteId}' }, /\{noteId\} is in the path but is no path parameter; declare/],
  [
    updateAlert,
    { parameters: { alertId: { ...text, in: 'query' } } },
    /\{alertId\} is in the path but is no path parameter; declare/,
  ],
  [updateAlert, { path: '/alert' }, /the path parameter alertId is not in \/alert; add \{alertId\}/],
  [
    updateAlert,
    { path: '/Alerts' },
    /\/Alerts and \/alerts of ListAlerts are one path spelled in two ways; spell them alike/,
  ],
  [
    listDlpPolicies,
    { path: '/Alerts' },
    /GET \/Alerts can be mistaken for \/alerts of ListAlerts; choose another path/,
  ],
  [
    listDlpPolicies,
    { method: 'PATCH', path: '/alerts/all' },
    /PATCH \/alerts\/all can be mistaken for \/alerts\/\{alertId\} of UpdateAlert; choose another path/,
  ],
  [listAlerts, withQuery({ ...text, in: 'query' }), nothing],
  [listAlerts, { parameters: { connectionId: { ...text, in: 'query' } } }, /the platform keeps the name connectionId/],
  [listAlerts, { body: { type: 'object', properties: {} } }, /GET has a body, which the platform does not send; move/],
  [
    unsubscribe,
    { body: { type: 'object', properties: {} } },
    /DELETE has a body, which the platform does not send; move/,
  ],
  // Words
  [updateAlert, { summary: `${'Update '.repeat(11)}now` }, nothing],
  [updateAlert, { summary: `${'Update '.repeat(11)}soon` }, /the summary has 81 characters; write 1 to 80/],
  [updateAlert, { summary: '' }, /the summary has 0 characters; write 1 to 80/],
  [updateAlert, { summary: 'Update alert!' }, /the summary may hold letters, digits/],
  [updateAlert, { summary: 'When an alert is updated' }, /"When …" names a trigger; begin the summary of an action/],
  [updateAlert, { summary: 'Update an alert' }, /the summary has an article; write it like "Get alert"/],
  [liveness, { summary: 'Tell whether the process runs' }, nothing],
  [onDlpAlert, { summary: 'DLP alert is raised' }, /a trigger’s summary reads "When …"; begin it with "When "/],
  [onDlpAlert, { description: 'Fires on DLP alerts.' }, /begins with "This operation triggers when "; reword it/],
  [updateAlert, { description: 'changes an alert' }, /the description is not a sentence; begin it with a capital/],
  [updateAlert, { description: 'Update alert.' }, /the description repeats the summary; say what/],
  [
    updateAlert,
    withBody({ type: 'string', description: 'A name.' }),
    /body name: x-ms-summary is missing; add the label/,
  ],
  [updateAlert, withBody({ ...text, 'x-ms-summary': 'name of it' }), /"name of it" is not in Title Case; capitalise/],
  [updateAlert, withBody({ ...text, 'x-ms-summary': 'Name '.repeat(17) }), /is over 80 characters or holds others/],
  [updateAlert, withBody({ ...text, 'x-ms-summary': 'Name?' }), /"Name\?" is over 80 characters or holds others/],
  [updateAlert, withBody({ ...text, description: 'Name.' }), /the description repeats x-ms-summary; say what/],
  [updateAlert, withBody({ type: 'string', 'x-ms-summary': 'Name' }), /body name: the description is missing; say/],
  [
    listAlerts,
    withQuery({ in: 'query', type: 'string', 'x-ms-summary': 'Name' }),
    /parameter name: the description is missing/,
  ],
  [updateAlert, withBody({ ...text, description: 'no sentence' }), /body name: the description is not a sentence/],
  [
    listAlerts,
    {
      responses: {
        200: {
          description: 'Alerts.',
          schema: { type: 'object', properties: { value: { type: 'array', items: text }, nextLink: text } },
        },
      },
    },
    /ListAlerts, reply 200 value: x-ms-summary is missing/,
  ],
  [
    onDlpAlert,
    { trigger: { mode: 'webhook', notification: { type: 'object', properties: { id: { type: 'string' } } } } },
    /OnDlpAlert, notification id: x-ms-summary is missing/,
  ],
  [
    updateAlert,
    answering({ name: text, owner: { ...label, 'x-ms-summary': 'Owner', type: 'object', properties: { name: text } } }),
    /UpdateAlert, reply 200 name: x-ms-summary "Name" is that of owner\.name as well; say in each/,
  ],
  [
    updateAlert,
    answering({ name: text, owners: { ...owners, items: { type: 'object', properties: { name: text } } } }),
    nothing,
  ],
  [
    updateAlert,
    answering({ owners: { ...owners, items: { type: 'object', properties: { name: text, alias: text } } } }),
    /reply 200 owners\[\]\.name: x-ms-summary "Name" is that of owners\[\]\.alias as well/,
  ],
  [updateAlert, answering({ name: text, id: { ...text, 'x-ms-visibility': 'internal' } }), nothing],
  [unsubscribe, { responses: { 204: { description: 'gone' } } }, /reply 204: the description is not a sentence/],
  // Schemas and replies
  [
    updateAlert,
    withBody({ type: 'object', title: 'alert name', properties: {}, ...label }),
    /the title "alert name" names a definition/,
  ],
  [updateAlert, withBody({ ...text, enum: [] }), /body name: enum is empty; list the values or leave it out/],
  [updateAlert, withBody({ ...text, enum: ['a'], default: 'b' }), /the default "b" does not fit the schema; give one/],
  [updateAlert, withBody({ type: 'integer', default: 1.5, ...label }), /the default 1\.5 does not fit the schema/],
  [
    updateAlert,
    withBody({ type: 'object', properties: {}, required: [], ...label }),
    /required is empty; leave it out/,
  ],
  [
    updateAlert,
    withBody({ type: 'object', properties: {}, required: ['a'], ...label }),
    /required names a, which is no property/,
  ],
  [unsubscribe, { responses: { 404: { description: 'Gone.' } } }, /no success reply is declared; declare one/],
  [unsubscribe, { responses: { 200: { description: 'Gone.' } } }, /the success reply has no schema; describe its body/],
  [
    unsubscribe,
    {
      responses: { 202: { description: 'Soon.' } },
      example: { parameters: { subscriptionId: 's-1', secret: 'secret' }, reply: { status: 202 } },
    },
    nothing,
  ],
  [
    onDlpAlert,
    {
      responses: {
        201: { description: 'Subscribed.', headers: { Location: { type: 'string', description: 'Where.' } } },
      },
    },
    nothing,
  ],
  // Triggers and pages
  [onDlpAlert, { method: 'PUT' }, /a webhook trigger subscribes by POST, not PUT/],
  [
    onDlpAlert,
    subscribeBody(text, ['notificationUrl']),
    /the body needs one string property with 'x-ms-notification-url'/,
  ],
  [
    onDlpAlert,
    {
      body: {
        type: 'object',
        properties: { one: callback, other: { ...callback, 'x-ms-summary': 'Other' } },
        required: ['one', 'other'],
      },
    },
    /the body needs one string property with 'x-ms-notification-url'/,
  ],
  [
    onDlpAlert,
    subscribeBody({ ...owners, items: { type: 'object', properties: { url: callback }, required: ['url'] } }, [
      'notificationUrl',
    ]),
    /body notificationUrl\[\]\.url and every object around it must be required/,
  ],
  [onDlpAlert, subscribeBody(callback, []), /body notificationUrl and every object around it must be required/],
  [
    onDlpAlert,
    subscribeBody({ type: 'object', properties: { url: callback }, required: ['url'], ...label }, []),
    /body notificationUrl\.url and every object around it must be required/,
  ],
  [
    onDlpAlert,
    subscribeBody({ ...text, 'x-ms-notification-url': true }, ['notificationUrl']),
    /is filled in by the platform; give it 'x-ms-visibility': 'internal'/,
  ],
  [onDlpAlert, { responses: { 201: { description: 'Done.' } } }, /the platform unsubscribes at the Location of a 201/],
  [onDlpAlert, { responses: { 200: { description: 'Done.' } } }, /the platform unsubscribes at the Location of a 201/],
  [
    unsubscribe,
    { path: '/subscriptions/dlpAlert', parameters: {}, example: { reply: { status: 204 } } },
    /Unsubscribe shares the path \/subscriptions\/dlpAlert and would be taken for a trigger too; move it/,
  ],
  [updateAlert, withBody(callback), /x-ms-notification-url belongs to webhook triggers; declare the trigger or/],
  [pollDlpAlerts, { method: 'POST' }, /a polling trigger is read by GET, not POST/],
  [pollDlpAlerts, { parameters: { cursor: { ...text, in: 'query' } } }, /declare an internal query parameter cursor/],
  [pollDlpAlerts, { parameters: {} }, /declare an internal query parameter cursor/],
  [
    pollDlpAlerts,
    { responses: { 200: { description: 'Done.', schema: { type: 'object', properties: {} } } } },
    /the reply needs an array "value" of objects with a cursor/,
  ],
  [
    pollDlpAlerts,
    {
      responses: {
        200: { description: 'Done.', schema: { type: 'object', properties: { value: { ...owners, items: text } } } },
      },
    },
    /the reply needs an array "value" of objects with a cursor/,
  ],
  [
    updateAlert,
    { pageable: { nextLinkName: 'nextLink' } },
    /pageable names nextLink, which the reply lacks; declare it/,
  ],
  [
    updateAlert,
    { pageable: { nextLinkName: 'nextLink' } },
    /pages are joined at the array "value", which the reply lacks/,
  ],
  // Drop-downs
  [updateAlert, choices({}), nothing],
  [updateAlert, list({}), nothing],
  [
    updateAlert,
    choices({ operationId: 'ListPolicies' }),
    /names ListPolicies, which is no operation of the connector; name a listed one/,
  ],
  [updateAlert, choices({ operationId: 'GetLiveness' }), /names GetLiveness, which is no operation of the connector/],
  [
    updateAlert,
    choices({ 'value-collection': 'policies' }),
    /ListDlpPolicies answers no array "policies"; name the array/,
  ],
  [updateAlert, choices({ 'value-title': 'title' }), /the items of "value" of ListDlpPolicies have no "title"; name a/],
  [updateAlert, list({ itemValuePath: 'key' }), /the items of "value" of ListDlpPolicies have no "key"/],
  [updateAlert, choices({ operationId: 'ListAlerts' }), /ListAlerts is paged, and a drop-down shows its first page/],
  [updateAlert, choices({ parameters: { site: 'a' } }), /ListDlpPolicies takes no parameter site; take it out/],
  [updateAlert, list({ operationId: 'UpdateAlert' }), /UpdateAlert requires alertId; supply it under parameters/],
  [
    updateAlert,
    choices({ parameters: { site: { parameter: 'siteId' } } }),
    /x-ms-dynamic-values refers to "siteId", which UpdateAlert does not have; refer to an input/,
  ],
  [
    updateAlert,
    choices({ parameters: { site: { parameter: 'alertId' } } }),
    /need x-ms-dynamic-list beside x-ms-dynamic-values/,
  ],
  [
    updateAlert,
    choices({ parameters: { site: { parameter: 'body/name' } } }),
    /x-ms-dynamic-values refers to "body\/name", which UpdateAlert does not have; refer to an input by its bare name/,
  ],
  [
    pollDlpAlerts,
    {
      parameters: {
        cursor: {
          in: 'query',
          type: 'string',
          ...label,
          'x-ms-visibility': 'internal',
          'x-ms-dynamic-list': {
            operationId: 'ListDlpPolicies',
            parameters: { a: { parameterReference: 'cursor' } },
            itemsPath: 'value',
            itemValuePath: 'id',
            itemTitlePath: 'name',
          },
        },
      },
    },
    /"cursor" is internal, so nobody fills it in; pass a fixed value/,
  ],
  // Examples
  [
    updateAlert,
    { example: { ...updateAlert.example, reply: { status: 204 } } },
    /the reply 204 is not declared; declare it/,
  ],
  [
    updateAlert,
    { example: { ...updateAlert.example, parameters: { alertId: 'a', id: 'a' } } },
    /id is no parameter; declare it/,
  ],
  [
    listAlerts,
    { parameters: { ...listAlerts.parameters, since: { ...text, in: 'query', required: true } } },
    /the required parameter since is missing; add it/,
  ],
  [updateAlert, { example: { body: {}, reply: { status: 200 } } }, /the required parameter alertId is missing; add it/],
  [updateAlert, { example: { parameters: { alertId: 'a' }, reply: { status: 200 } } }, /the body is missing; show one/],
  [listAlerts, { example: { body: {}, reply: { status: 200 } } }, /the operation takes no body; take it out/],
];

suite('the published rules', () => {
  test('find no fault in the samples', () => assert.deepEqual(checkOperations(sampleOperations), []));

  for (const [sample, change, expected] of cases) {
    const outcome = expected === nothing ? 'find nothing wrong' : `say "${expected.source}"`;
    test(`${outcome} when ${sample.operationId} has another ${Object.keys(change).join(' and ')}`, () => {
      const faults = faultsAfter(sample, change);
      if (expected === nothing) assert.deepEqual(faults, []);
      else
        assert.ok(
          faults.some((fault) => expected.test(fault)),
          faults.join('\n'),
        );
    });
  }

  const dependent = (values: string, listed: string): ObjectSchema => ({
    type: 'object',
    properties: {
      site: text,
      library: {
        ...text,
        'x-ms-dynamic-values': {
          operationId: 'ReadLibraries',
          parameters: { siteId: { parameter: values } },
          'value-collection': 'value',
          'value-path': 'id',
          'value-title': 'name',
        },
        'x-ms-dynamic-list': {
          operationId: 'ReadLibraries',
          parameters: { siteId: { parameterReference: listed } },
          itemsPath: 'value',
          itemValuePath: 'id',
          itemTitlePath: 'name',
        },
      },
      folder: { type: 'object', properties: { site: text }, ...label },
    },
  });
  const readLibraries: Operation<never> = {
    ...listDlpPolicies,
    operationId: 'ReadLibraries',
    summary: 'List libraries',
    path: '/sites/{siteId}/libraries',
    parameters: { siteId: { in: 'path', ...text } },
    example: { ...listDlpPolicies.example, parameters: { siteId: 's' } },
  };
  const faultsOf = (body: ObjectSchema): readonly string[] =>
    checkOperations([{ ...updateAlert, body }, readLibraries]).map(({ message }) => message);

  test('know body properties by bare names in one form and by paths in the other', () => {
    const { folder: _, ...properties } = dependent('site', 'body/site').properties;
    assert.deepEqual(faultsOf({ type: 'object', properties }), []);
    const swapped = dependent('body/site', 'site').properties;
    assert.deepEqual(faultsOf({ type: 'object', properties: { ...swapped, folder: text } }), [
      'x-ms-dynamic-values refers to "body/site", which UpdateAlert does not have; refer to an input by its bare name',
      'x-ms-dynamic-list refers to "site", which UpdateAlert does not have; refer to a parameter, or as body/name to a property',
    ]);
    assert.deepEqual(faultsOf({ type: 'object', properties: dependent('library', 'query/site').properties }), [
      'x-ms-dynamic-list refers to "query/site", which UpdateAlert does not have; refer to a parameter, or as body/name to a property',
    ]);
  });

  for (const [why, kind] of [
    ['it is internal with a default', { in: 'query', ...text, default: 'a', 'x-ms-visibility': 'internal' }],
    ['it says so', { in: 'query', ...text, required: true }],
  ] as const)
    test(`ask for a value where the printed parameter is required because ${why}`, () => {
      const { folder: _, ...properties } = dependent('site', 'body/site').properties;
      const example = { ...readLibraries.example, parameters: { siteId: 's', kind: 'a' } };
      const target = { ...readLibraries, parameters: { ...readLibraries.parameters, kind }, example };
      const faults = checkOperations([{ ...updateAlert, body: { type: 'object', properties } }, target]);
      assert.deepEqual(
        new Set(faults.map(({ message }) => message)),
        new Set(['ReadLibraries requires kind; supply it under parameters']),
      );
    });

  test('refuse a bare name that two properties have', () => {
    assert.deepEqual(faultsOf(dependent('site', 'body/folder/site')), [
      'UpdateAlert has several inputs "site"; rename one, or use x-ms-dynamic-list only',
    ]);
  });

  test('ask for one choice source where both forms of a drop-down are present', () => {
    const both: ObjectSchema = {
      type: 'object',
      properties: {
        name: {
          ...text,
          'x-ms-dynamic-values': {
            operationId: 'ListDlpPolicies',
            'value-collection': 'value',
            'value-path': 'id',
            'value-title': 'name',
          },
          'x-ms-dynamic-list': {
            operationId: 'ListAlerts',
            itemsPath: 'value',
            itemValuePath: 'id',
            itemTitlePath: 'id',
          },
        },
      },
    };
    assert.deepEqual(faultsAfter(updateAlert, { body: both }), [
      'UpdateAlert, body name: x-ms-dynamic-values asks ListDlpPolicies and x-ms-dynamic-list asks ListAlerts; ask the same operation',
      'UpdateAlert, body name: ListAlerts is paged, and a drop-down shows its first page only; name an operation that answers all',
    ]);
  });

  test('leave the words of unlisted operations alone, but not their addresses', () => {
    assert.deepEqual(faultsAfter(liveness, { description: 'no sentence' }), []);
    assert.equal(faultsAfter(liveness, { path: '/alerts' }).length, 1);
  });
});

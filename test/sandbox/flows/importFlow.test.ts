import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectorOperations } from '../../../sandbox/flows/connectorOperations.ts';
import type { Json, JsonObject } from '../../../sandbox/flows/expression/json.ts';
import { type FlowFault, FlowImportError } from '../../../sandbox/flows/flowImportError.ts';
import { importFlow } from '../../../sandbox/flows/importFlow.ts';
import { testSwagger } from './startTestConnector.ts';
import { action, call, polling, testFlow, webhook } from './testFlow.ts';

const connectors = new Map([['shared_test', { operations: connectorOperations(testSwagger) }]]);
const post = (parameters: JsonObject = { 'body/text': 'x' }) =>
  action('OpenApiConnection', { inputs: call('PostMessage', parameters) });

function faultsOf(json: unknown, environmentVariables: Record<string, Json> = {}): readonly FlowFault[] {
  try {
    importFlow(json, { connectors, environmentVariables });
  } catch (error) {
    if (error instanceof FlowImportError) return error.faults;
    throw error;
  }
  return [];
}

const faulty: [title: string, flow: JsonObject, place: string, message: RegExp][] = [
  [
    'an unknown kind of action',
    testFlow({ Http: action('Http', { inputs: {} }) }),
    'actions.Http',
    /'Http' is not supported/,
  ],
  [
    'a member that the action does not have',
    testFlow({ Say: action('Compose', { inputs: 1, input: 2 }) }),
    'actions.Say',
    /'input' does not belong here/,
  ],
  [
    'an operation that the connector does not have',
    testFlow({ Post: action('OpenApiConnection', { inputs: call('PostLetter') }) }),
    'actions.Post.inputs.host.operationId',
    /has no operation 'PostLetter'/,
  ],
  [
    'an operation that calls back, as an action that does not wait',
    testFlow({ Ask: action('OpenApiConnection', { inputs: call('AskAndWait', { 'body/question': 'x' }) }) }),
    'actions.Ask.type',
    /'AskAndWait' calls back; its actions are of the type OpenApiConnectionWebhook/,
  ],
  [
    'an action that waits for an operation that never calls back',
    testFlow({ Post: action('OpenApiConnectionWebhook', { inputs: call('PostMessage', { 'body/text': 'x' }) }) }),
    'actions.Post.type',
    /'PostMessage' does not call back; its actions are of the type OpenApiConnection/,
  ],
  [
    'pagination of an operation that does not page',
    testFlow({ Post: { ...post(), runtimeConfiguration: { paginationPolicy: { minimumItemCount: 10 } } } }),
    'actions.Post.runtimeConfiguration.paginationPolicy',
    /'PostMessage' does not page/,
  ],
  [
    'a trigger used as an action',
    testFlow({ Post: action('OpenApiConnection', { inputs: call('PollAlerts') }) }),
    'actions.Post.inputs.host.operationId',
    /is a trigger, not an action/,
  ],
  [
    'an action used as a trigger',
    testFlow({}, webhook({ inputs: call('PostMessage', { 'body/text': 'x' }) })),
    'triggers.When_it_happens.inputs.host.operationId',
    /is not a webhook trigger/,
  ],
  [
    'a polling trigger used as a webhook',
    testFlow({}, webhook({ inputs: call('PollAlerts') })),
    'triggers.When_it_happens.inputs.host.operationId',
    /is not a webhook trigger/,
  ],
  [
    'a required parameter that is not set',
    testFlow({ Post: post({ 'body/alert/severity': 'high', 'body/text': 'x' }) }),
    'actions.Post.inputs.parameters',
    /'PostMessage' is missing required property 'body\/alert\/id'/,
  ],
  [
    'a parameter that the operation does not have',
    testFlow({ Post: post({ 'body/text': 'x', 'body/txt': 'y' }) }),
    'actions.Post.inputs.parameters',
    /does not contain a definition for parameter 'body\/txt'/,
  ],
  [
    'a connection reference that is not declared',
    testFlow({
      Post: action('OpenApiConnection', {
        inputs: {
          host: { apiId: '/apis/shared_test', connectionName: 'shared_other', operationId: 'PostMessage' },
          parameters: { 'body/text': 'x' },
        },
      }),
    }),
    'actions.Post.inputs.host.connectionName',
    /'shared_other' is not declared/,
  ],
  [
    'a connection reference of another connector',
    testFlow({
      Post: action('OpenApiConnection', {
        inputs: {
          host: { apiId: '/apis/shared_teams', connectionName: 'shared_test', operationId: 'PostMessage' },
          parameters: { 'body/text': 'x' },
        },
      }),
    }),
    'actions.Post.inputs.host.apiId',
    /'shared_test' is of 'shared_test', not of this connector/,
  ],
  [
    'actions that are nested too deeply',
    testFlow(
      Array.from({ length: 8 }).reduce<JsonObject>(
        (actions, _, depth) => ({ [`Scope_${depth}`]: action('Scope', { actions }) }),
        { Deep: action('Compose', { inputs: 1 }) },
      ),
    ),
    `${Array.from({ length: 8 }, (_, depth) => `actions.Scope_${7 - depth}`).join('.')}.actions.Deep`,
    /nest at most 8 levels deep/,
  ],
  [
    'too many actions',
    testFlow(Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`A${n}`, action('Compose', { inputs: n })]))),
    'actions',
    /The flow has 501 actions; the limit is 500/,
  ],
  [
    'a predecessor that is not beside the action',
    testFlow({
      A: action('Scope', { actions: { Inner: post() } }),
      B: action('Compose', { inputs: 1 }, { Inner: ['Succeeded'] }),
    }),
    'actions.B.runAfter',
    /'Inner' is not an action beside 'B'/,
  ],
  [
    'actions that wait for each other',
    testFlow({
      A: action('Compose', { inputs: 1 }, { C: ['Succeeded'] }),
      B: action('Compose', { inputs: 1 }, { A: ['Succeeded'] }),
      C: action('Compose', { inputs: 1 }, { B: ['Succeeded'] }),
    }),
    'actions.A.runAfter',
    /'A' waits for itself/,
  ],
  [
    'a name of more than 80 characters',
    testFlow({ ['N'.repeat(81)]: action('Compose', { inputs: 1 }) }),
    `actions.${'N'.repeat(81)}`,
    /has 81 characters; the limit is 80/,
  ],
  [
    'the same name in two branches',
    testFlow({
      If: action('If', {
        expression: '@true',
        actions: { X: action('Compose', { inputs: 1 }) },
        else: { actions: { X: action('Compose', { inputs: 1 }) } },
      }),
    }),
    'actions.If.else.actions.X',
    /The name 'X' is used twice/,
  ],
  [
    'an expression that does not parse, deep inside',
    testFlow({
      Each: action('Foreach', {
        foreach: '@range(0, 1)',
        actions: { Say: action('Compose', { inputs: { deep: ['@concat('] } }) },
      }),
    }),
    'actions.Each.actions.Say.inputs.deep[0]',
    /expected token 'Identifier' and actual 'EndOfData'/,
  ],
  [
    'a function that does not exist',
    testFlow({ Say: action('Compose', { inputs: '@{shout(1)}' }) }),
    'actions.Say.inputs',
    /'shout' is not defined or not valid/,
  ],
  [
    'a reference to an action that the flow does not have',
    testFlow({ Say: action('Compose', { inputs: "@body('Gone')" }) }),
    'actions.Say.inputs',
    /The action 'Gone' referenced by 'body' is not defined/,
  ],
  [
    'a parameter that is not declared',
    testFlow({ Say: action('Compose', { inputs: "@parameters('Severity')" }) }),
    'actions.Say.inputs',
    /The parameter 'Severity' referenced by 'parameters' is not defined/,
  ],
  [
    'a variable that nothing initializes',
    testFlow({ Set: action('SetVariable', { inputs: { name: 'n', value: 1 } }) }),
    'actions.Set.inputs.name',
    /'n' is not initialized/,
  ],
  [
    'a reference to an action that runs later',
    testFlow({
      Say: action('Compose', { inputs: "@outputs('Later')" }),
      Later: action('Compose', { inputs: 1 }, { Say: ['Succeeded'] }),
    }),
    'actions.Say.inputs',
    /'Say' cannot reference action 'Later'/,
  ],
  [
    'a reference to an action beside, which may not have run yet',
    testFlow({ One: action('Compose', { inputs: 1 }), Other: action('Compose', { inputs: "@outputs('One')" }) }),
    'actions.Other.inputs',
    /'One' must either be in 'runAfter' path/,
  ],
  [
    'a reference of an action to itself',
    testFlow({ Say: action('Compose', { inputs: "@outputs('Say')" }) }),
    'actions.Say.inputs',
    /'Say' cannot reference action 'Say'/,
  ],
  [
    'a reference to the scope around the action',
    testFlow({ S: action('Scope', { actions: { Say: action('Compose', { inputs: "@result('S')" }) } }) }),
    'actions.S.actions.Say.inputs',
    /'Say' cannot reference action 'S'/,
  ],
  [
    'a reference to an action of the other branch',
    testFlow({
      If: action('If', {
        expression: '@true',
        actions: { One: action('Compose', { inputs: 1 }) },
        else: { actions: { Other: action('Compose', { inputs: "@outputs('One')" }) } },
      }),
    }),
    'actions.If.else.actions.Other.inputs',
    /'Other' cannot reference action 'One'/,
  ],
  [
    'a trigger that reads an action',
    testFlow({ Say: action('Compose', { inputs: 1 }) }, webhook({ conditions: [{ expression: "@outputs('Say')" }] })),
    'triggers.When_it_happens.conditions[0].expression',
    /A trigger cannot reference action 'Say'/,
  ],
  [
    'a variable that is set to something of itself',
    testFlow({
      N: action('InitializeVariable', { inputs: { variables: [{ name: 'n', type: 'string' }] } }),
      Set: action('SetVariable', { inputs: { name: 'n', value: "@{variables('n')}!" } }, { N: ['Succeeded'] }),
    }),
    'actions.Set.inputs.value',
    /Self reference is not supported when updating the value of variable 'n'/,
  ],
  [
    'a variable that is initialized twice',
    testFlow({
      N: action('InitializeVariable', { inputs: { variables: [{ name: 'n', type: 'string' }] } }),
      M: action('InitializeVariable', { inputs: { variables: [{ name: 'n', type: 'integer' }] } }),
    }),
    'actions.M.inputs.variables',
    /'n' is initialized twice/,
  ],
  [
    'a schema that is none',
    testFlow({
      Parse: action('ParseJson', { inputs: { content: '{}', schema: { properties: { id: { type: 'strng' } } } } }),
    }),
    'actions.Parse.inputs.schema',
    /The schema is not valid: .*id\/type must be/,
  ],
  [
    'a button whose form has a schema that is none',
    testFlow({}, { type: 'Request', kind: 'Button', inputs: { schema: { properties: { id: { type: 'strng' } } } } }),
    'triggers.When_it_happens.inputs.schema',
    /The schema is not valid/,
  ],
  [
    'a time limit that is no duration',
    testFlow({ Loop: action('Until', { expression: '@true', limit: { timeout: 'PT1.5H' } }) }),
    'actions.Loop.limit.timeout',
    /must be a duration such as PT1H/,
  ],
  [
    'an interval of retries that is no duration',
    testFlow({}, webhook({ inputs: call('OnAlert', {}, { retryPolicy: { type: 'fixed', interval: '7 seconds' } }) })),
    'triggers.When_it_happens.inputs.retryPolicy.interval',
    /must be a duration such as PT1H/,
  ],
  [
    'a variable initialized inside a scope',
    testFlow({
      S: action('Scope', {
        actions: { N: action('InitializeVariable', { inputs: { variables: [{ name: 'n', type: 'string' }] } }) },
      }),
    }),
    'actions.S.actions.N',
    /at the top level of a flow only/,
  ],
  [
    'a time of day, which nobody would keep to here',
    testFlow(
      {},
      { type: 'Recurrence', recurrence: { frequency: 'Day', interval: 1, schedule: { hours: ['8'], minutes: [0] } } },
    ),
    'triggers.When_it_happens.recurrence.schedule',
    /not supported here/,
  ],
  [
    'a check more often than once a minute',
    testFlow({}, polling({ recurrence: { frequency: 'Second', interval: 30 } })),
    'triggers.When_it_happens.recurrence',
    /at most once every 60 seconds/,
  ],
];

describe('importing a flow', () => {
  it('accepts a flow without faults and gives its parameters their values', () => {
    const flow = importFlow(testFlow({ Post: post() }), {
      connectors,
      environmentVariables: { purview_Severity: 'high' },
    });
    assert.equal(flow.triggerName, 'When_it_happens');
    assert.equal(flow.parameters.get('Severity (purview_Severity)'), 'high');
  });

  for (const [title, flow, place, message] of faulty) {
    it(`refuses ${title}`, () => {
      const fault = faultsOf(flow).find((candidate) => candidate.place === place);
      assert.match(fault?.message ?? JSON.stringify(faultsOf(flow)), message);
    });
  }

  it('says every fault at once', () => {
    const flow = testFlow({
      Post: post({}),
      Say: action('Compose', { inputs: '@nope()' }, { Nobody: ['Succeeded'] }),
    });
    assert.deepEqual(
      faultsOf(flow).map(({ place }) => place),
      ['actions.Post.inputs.parameters', 'actions.Say.runAfter', 'actions.Say.inputs'],
    );
  });

  it('wants a value for every environment variable, of the right type, and no others', () => {
    assert.match(faultsOf(testFlow({}), { purview_Severity: 3 })[0]?.message ?? '', /not of type 'String'/);
    assert.match(
      faultsOf(testFlow({}), { purview_Other: 'x' })[0]?.message ?? '',
      /no environment variable 'purview_Other'/,
    );
    const text = JSON.stringify(testFlow({}));
    const without = text.replace('"defaultValue":"medium",', '');
    assert.match(faultsOf(JSON.parse(without))[0]?.message ?? '', /'purview_Severity' needs a value/);
    const misnamed = text.replace('Severity (purview_Severity)":', 'Severity":');
    assert.ok(
      faultsOf(JSON.parse(misnamed)).some(({ message }) => /'Display name \(purview_Severity\)'/.test(message)),
    );
  });

  it('refuses what is no flow at all', () => {
    for (const json of [null, [], 'flow', {}]) assert.ok(faultsOf(json).length > 0);
  });

  it('lets an action read what ran before it and before the scopes around it, and a loop its own rounds', () => {
    const flow = testFlow({
      Try: action('Scope', { actions: { Inner: action('Compose', { inputs: 1 }) } }),
      Between: action('Compose', { inputs: 1 }, { Try: ['Succeeded'] }),
      Loop: action(
        'Until',
        {
          expression: "@equals(outputs('Say'), 1)",
          actions: {
            Say: action('Compose', { inputs: "@coalesce(outputs('Inner'), result('Try'), outputs('Between'))" }),
          },
        },
        { Between: ['Succeeded'] },
      ),
      After: action('Compose', { inputs: "@outputs('Say')" }, { Loop: ['Succeeded'] }),
    });
    assert.deepEqual(faultsOf(flow), []);
  });

  it('takes a schema of whichever draft it calls itself', () => {
    const schema = { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object', properties: {} };
    assert.deepEqual(faultsOf(testFlow({ Parse: action('ParseJson', { inputs: { content: '{}', schema } }) })), []);
  });

  it('does not read the patterns of a JSON schema as expressions', () => {
    const flow = testFlow({
      Parse: action('ParseJson', { inputs: { content: '{}', schema: { properties: { mail: { pattern: '@' } } } } }),
    });
    assert.deepEqual(faultsOf(flow), []);
  });
});

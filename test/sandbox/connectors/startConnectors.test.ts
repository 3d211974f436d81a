import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import SwaggerParser from '@apidevtools/swagger-parser';
import { type Connectors, startConnectors } from '../../../sandbox/connectors/startConnectors.ts';
import { teams } from '../../../sandbox/contoso/teams.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import type { JsonObject } from '../../../sandbox/flows/expression/json.ts';
import type { RunRecord } from '../../../sandbox/flows/runRecord.ts';
import { type FlowRunner, startFlowRunner } from '../../../sandbox/flows/startFlowRunner.ts';
import { createMessageStore, type MessageStore } from '../../../sandbox/teams/messageStore.ts';
import { action } from '../flows/testFlow.ts';

const { securityOperations } = teams;
const channel = { groupId: securityOperations.id, channelId: securityOperations.channels.dlpAlerts.id };

let messages: MessageStore;
let connectors: Connectors;
let runner: FlowRunner;

before(async () => {
  messages = createMessageStore();
  connectors = await startConnectors({ messages });
  runner = await startFlowRunner({ connectors: connectors.connectors, retryScale: 100_000 });
});
after(async () => {
  await runner.close();
  await connectors.close();
});

/** A flow that calls one operation of a connector. */
const flowOf = (api: string, operationId: string, parameters: JsonObject, type = 'OpenApiConnection'): JsonObject => ({
  schemaVersion: '1.0.0.0',
  properties: {
    connectionReferences: {
      [api]: { connection: { connectionReferenceLogicalName: `purview_${api}` }, api: { name: api } },
    },
    definition: {
      $schema:
        'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#',
      contentVersion: '1.0.0.0',
      triggers: { Now: { type: 'Recurrence', recurrence: { frequency: 'Day', interval: 1 } } },
      actions: {
        Act: action(type, {
          inputs: {
            host: { apiId: `/providers/Microsoft.PowerApps/apis/${api}`, connectionName: api, operationId },
            parameters,
          },
        }),
      },
    },
  },
});

const start = (flow: JsonObject) => {
  const imported = runner.import(flow);
  imported.fire({ outputs: {} });
  return imported;
};
const act = async (...input: Parameters<typeof flowOf>): Promise<RunRecord['actions'][number]> => {
  const flow = start(flowOf(...input));
  await flow.idle();
  const [done] = flow.runs()[0]?.actions ?? [];
  assert.ok(done);
  return done;
};
const asked = async () => {
  const { promise, resolve } = Promise.withResolvers<Connectors['questions']['open'][number]>();
  const stop = connectors.questions.watch(resolve);
  const question = await promise;
  stop();
  return question;
};

test('has definitions that are valid OpenAPI 2.0', async () => {
  for (const { swagger } of Object.values(connectors.connectors))
    await SwaggerParser.validate(JSON.parse(JSON.stringify(swagger)));
});

test('lets in nobody but the connection', async () => {
  const response = await fetch(`${connectors.origin}/apim/shared_office365/v2/Mail`, { method: 'POST', body: '{}' });
  assert.equal(response.status, 401);
});

describe('Outlook', () => {
  test('sends a mail', async () => {
    const { status } = await act('shared_office365', 'SendEmailV2', {
      'emailMessage/To': 'adele@contoso.com;megan@contoso.com',
      'emailMessage/Subject': 'Hello',
      'emailMessage/Body': '<p>Hello</p>',
    });
    assert.equal(status, 'Succeeded');
    const expected = { to: ['adele@contoso.com', 'megan@contoso.com'], subject: 'Hello', body: '<p>Hello</p>' };
    assert.deepEqual(connectors.mails.at(-1), { ...expected, importance: 'Normal' });
  });

  test('refuses a recipient that is no address', async () => {
    const sent = connectors.mails.length;
    const { status, error } = await act('shared_office365', 'SendEmailV2', {
      'emailMessage/To': 'somebody',
      'emailMessage/Subject': 'Hello',
      'emailMessage/Body': 'Hello',
    });
    assert.deepEqual([status, connectors.mails.length], ['Failed', sent]);
    assert.match(error?.message ?? '', /'somebody' is no mail address/);
  });
});

test('Planner creates a task for somebody of the tenant', async () => {
  const parameters = { 'body/groupId': 'g', 'body/planId': 'p', 'body/title': 'Review' };
  const { status } = await act('shared_planner', 'CreateTask_V3', {
    ...parameters,
    'body/assignments': 'adele@contoso.com',
    'body/dueDateTime': '2026-12-01T00:00:00Z',
  });
  assert.equal(status, 'Succeeded');
  assert.deepEqual(connectors.tasks.at(-1)?.assignedTo, [users.adele.id]);
  const refused = await act('shared_planner', 'CreateTask_V3', { ...parameters, 'body/assignments': 'nobody@x.com' });
  assert.equal(refused.status, 'Failed');
});

describe('Approvals', () => {
  const approval = () =>
    start(
      flowOf(
        'shared_approvals',
        'StartAndWaitForAnApproval',
        {
          approvalType: 'Basic',
          'WebhookApprovalCreationInput/title': 'Release the hold?',
          'WebhookApprovalCreationInput/assignedTo': 'megan@contoso.com',
        },
        'OpenApiConnectionWebhook',
      ),
    );

  test('asks, and tells the flow what was answered', async () => {
    const flow = approval();
    const { id, title, choices, askedOf } = await asked();
    assert.deepEqual([title, choices, askedOf], ['Release the hold?', ['Approve', 'Reject'], ['megan@contoso.com']]);
    await connectors.questions.answer(id, { choice: 'Reject', by: 'megan@contoso.com', comments: 'Not yet' });
    await flow.idle();
    const { body } = Object(flow.runs()[0]?.actions[0]?.outputs);
    assert.equal(body.outcome, 'Reject');
    assert.equal(body.responses[0].comments, 'Not yet');
    assert.equal(body.responses[0].responder.userPrincipalName, 'megan@contoso.com');
  });

  test('takes an answer from whoever was asked only, and once', async () => {
    const flow = approval();
    const { id } = await asked();
    const answer = (by: string, choice = 'Approve') => connectors.questions.answer(id, { choice, by });
    await assert.rejects(answer('adele@contoso.com'), /adele@contoso\.com was not asked/);
    await assert.rejects(answer('megan@contoso.com', 'Maybe'), /"Maybe" is none of "Approve", "Reject"/);
    await answer('megan@contoso.com');
    await assert.rejects(answer('megan@contoso.com'), /waits for an answer/);
    await flow.idle();
  });
});

describe('Teams', () => {
  const cardWith = (inputs: readonly JsonObject[], ...titles: readonly string[]) =>
    JSON.stringify({
      type: 'AdaptiveCard',
      version: '1.4',
      body: [{ type: 'TextBlock', text: 'Is this yours?' }, ...inputs],
      actions: titles.map((title) => ({ type: 'Action.Submit', title, data: { answer: title } })),
    });
  const card = (...titles: readonly string[]) => cardWith([], ...titles);
  const toChannel = (messageBody: string) => ({
    poster: 'Flow bot',
    location: 'Channel',
    'body/recipient/groupId': channel.groupId,
    'body/recipient/channelId': channel.channelId,
    'body/messageBody': messageBody,
  });

  test('shows messages and cards of the Flow bot in their channel', async () => {
    assert.equal((await act('shared_teams', 'PostMessageToConversation', toChannel('Hello'))).status, 'Succeeded');
    assert.equal((await act('shared_teams', 'PostCardToConversation', toChannel(card()))).status, 'Succeeded');
    const [message, withCard] = messages.inChannel(channel.channelId).slice(-2);
    assert.equal(message?.content, 'Hello');
    assert.equal(withCard?.cards[0]?.card.type, 'AdaptiveCard');
  });

  const ask = (recipient: JsonObject, messageBody: string) => {
    const parameters = { poster: 'Flow bot', ...recipient, 'body/body/messageBody': messageBody };
    return start(flowOf('shared_teams', 'PostCardAndWaitForResponse', parameters, 'OpenApiConnectionWebhook'));
  };

  test('waits for the answer to a card in a chat', async () => {
    const flow = ask(
      { location: 'Chat with Flow bot', 'body/body/recipient/to': 'adele@contoso.com' },
      card('Yes', 'No'),
    );
    const { id, title } = await asked();
    assert.equal(title, 'Is this yours?');
    await connectors.questions.answer(id, { choice: 'No', by: 'adele@contoso.com', data: { why: 'never saw it' } });
    await flow.idle();
    const { body } = Object(flow.runs()[0]?.actions[0]?.outputs);
    assert.deepEqual([body.submitActionId, body.data], ['No', { answer: 'No', why: 'never saw it' }]);
    assert.equal(body.responder.userPrincipalName, 'adele@contoso.com');
  });

  const opening = (url: string) => {
    const actions = [{ type: 'Action.OpenUrl', title: 'Open it', url }];
    const within = { type: 'Container', items: [{ type: 'ActionSet', actions }] };
    return JSON.stringify({ type: 'AdaptiveCard', version: '1.4', body: [within] });
  };

  test('takes a card with a link', async () => {
    const { status } = await act(
      'shared_teams',
      'PostCardToConversation',
      toChannel(opening('https://www.contoso.com/')),
    );
    assert.equal(status, 'Succeeded');
  });

  const askChannel = (messageBody: string) =>
    ask(
      {
        location: 'Channel',
        'body/body/recipient/groupId': channel.groupId,
        'body/body/recipient/channelId': channel.channelId,
      },
      messageBody,
    );

  test('takes no answer without what the card requires', async () => {
    const reason = { type: 'Input.Text', id: 'reason', isRequired: true, errorMessage: 'Please say why.' };
    const optional = { type: 'Input.Text', id: 'more' };
    const flow = askChannel(cardWith([{ type: 'Container', items: [reason, optional] }], 'Send'));
    const { id } = await asked();
    const answer = (data?: JsonObject) =>
      connectors.questions.answer(id, { choice: 'Send', by: 'adele@contoso.com', ...(data && { data }) });
    for (const data of [undefined, { reason: '' }, { more: 'x' }])
      await assert.rejects(answer(data), /The card requires 'reason': Please say why\./);
    await answer({ reason: 'It was agreed.' });
    await flow.idle();
    assert.equal(flow.runs()[0]?.status, 'Succeeded');
  });

  test('keeps a question that somebody unknown answers', async () => {
    const flow = askChannel(card('Yes', 'No'));
    const { id } = await asked();
    const answer = (by: string) => connectors.questions.answer(id, { choice: 'Yes', by });
    await assert.rejects(answer('adle@contoso.com'), /nobody with the address 'adle@contoso\.com'/);
    await answer('adele@contoso.com');
    await flow.idle();
    assert.equal(flow.runs()[0]?.status, 'Succeeded');
  });

  const refused: readonly (readonly [what: string, parameters: JsonObject, operationId?: string])[] = [
    ['a card that is none', toChannel('Hello'), 'PostCardToConversation'],
    ['a card with a link to nowhere', toChannel(opening('')), 'PostCardToConversation'],
    ['a message over 28 KB', toChannel('x'.repeat(28 * 1024 + 1))],
    ['a location that does not fit the recipient', { ...toChannel('Hello'), location: 'Chat with Flow bot' }],
    ['a channel that is not there', { ...toChannel('Hello'), 'body/recipient/channelId': '19:x' }],
    [
      'a private channel, which the Flow bot is no member of',
      { ...toChannel('Hello'), 'body/recipient/channelId': securityOperations.channels.insiderRisk.id },
    ],
  ];
  for (const [what, parameters, operationId = 'PostMessageToConversation'] of refused)
    test(`refuses ${what}`, async () => {
      assert.equal((await act('shared_teams', operationId, parameters)).status, 'Failed');
    });
});

test('fails when told to, and is called again by the platform', async () => {
  connectors.failNext('SendEmailV2', 503, 2);
  const { status, retryHistory } = await act('shared_office365', 'SendEmailV2', {
    'emailMessage/To': 'adele@contoso.com',
    'emailMessage/Subject': 'Hello',
    'emailMessage/Body': 'Hello',
  });
  assert.deepEqual([status, retryHistory?.length], ['Succeeded', 2]);
});

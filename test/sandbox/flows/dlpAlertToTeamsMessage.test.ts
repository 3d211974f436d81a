import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, describe, it } from 'node:test';
import { isObject, type Json, type JsonObject } from '../../../sandbox/flows/expression/json.ts';
import { type FlowRunner, startFlowRunner } from '../../../sandbox/flows/startFlowRunner.ts';
import { startTestConnector, type TestConnector } from './startTestConnector.ts';

const flowFile = new URL('../../../connector/flows/dlpAlertToTeamsMessage.json', import.meta.url);

const text = { type: 'string' };
const swagger: JsonObject = {
  swagger: '2.0',
  parameters: { idempotencyKey: { name: 'Idempotency-Key', in: 'header', type: 'string' } },
  basePath: '/api',
  paths: {
    '/subscriptions/dlpAlert': {
      'x-ms-notification-content': { schema: { type: 'object' } },
      post: {
        operationId: 'OnDlpAlert',
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
                notificationUrl: { ...text, 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' },
                minimumSeverity: text,
                startFrom: text,
              },
            },
          },
        ],
      },
    },
    '/teams/messages': {
      post: {
        operationId: 'PostToTeams',
        parameters: [
          { $ref: '#/parameters/idempotencyKey' },
          {
            name: 'body',
            in: 'body',
            required: true,
            schema: {
              type: 'object',
              required: ['teamId', 'channelId', 'message'],
              properties: { teamId: text, channelId: text, message: text, eventId: text },
            },
          },
        ],
      },
    },
  },
};

describe('the template "DLP alert → Teams message"', () => {
  let connector: TestConnector;
  let runner: FlowRunner;
  let json: unknown;

  before(async () => {
    json = JSON.parse(await readFile(flowFile, 'utf8'));
    connector = await startTestConnector();
    runner = await startFlowRunner({
      connectors: {
        shared_purviewresponse: {
          swagger,
          baseUrl: connector.origin,
          connection: { accessToken: async () => 'token' },
        },
      },
      retryScale: 10_000,
    });
  });
  beforeEach(() => {
    connector.requests.length = 0;
    connector.answer(({ url, method }) =>
      url === '/api/subscriptions/dlpAlert'
        ? { status: 201, headers: { location: '/api/subscriptions/1/secret' } }
        : { status: method === 'DELETE' ? 204 : 200, body: {} },
    );
  });
  after(async () => {
    await runner.close();
    await connector.close();
  });

  const environmentVariables = { purview_TeamId: 'team-1', purview_ChannelId: '19:channel@thread.tacv2' };

  async function messageFor(alert: JsonObject): Promise<Json> {
    const flow = runner.import(json, { environmentVariables });
    await flow.turnOn();
    await fetch(flow.callbackUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        eventId: 'event-1',
        type: 'alert',
        portalUrl: 'https://security.microsoft.com/alerts/1',
        alert,
      }),
    });
    await flow.idle();
    await flow.turnOff();
    assert.equal(flow.runs()[0]?.status, 'Succeeded');
    return connector.requests.find(({ url }) => url === '/api/teams/messages')?.body ?? null;
  }

  it('subscribes from now on with the minimum severity, medium unless IT chose another', async () => {
    for (const [given, sent] of [
      [{}, 'medium'],
      [{ purview_MinimumSeverity: 'high' }, 'high'],
    ] as const) {
      connector.requests.length = 0;
      const flow = runner.import(json, { environmentVariables: { ...environmentVariables, ...given } });
      await flow.turnOn();
      await flow.turnOff();
      assert.deepEqual(connector.requests[0]?.body, {
        notificationUrl: flow.callbackUrl,
        minimumSeverity: sent,
        startFrom: 'now',
      });
    }
  });

  it('posts policy, user and severity to the channel, with the event whose card is attached', async () => {
    const message = await messageFor({
      title: 'DLP policy match',
      severity: 'high',
      policyName: 'Credit cards',
      userPrincipalName: 'adele@contoso.com',
      userDisplayName: 'Adele Vance',
    });
    assert.deepEqual(message, {
      teamId: 'team-1',
      channelId: '19:channel@thread.tacv2',
      message:
        'HIGH severity: Adele Vance matched the DLP policy "Credit cards". https://security.microsoft.com/alerts/1',
      eventId: 'event-1',
    });
  });

  it('sends the same idempotency key when an event is delivered again, and another one from another flow', async () => {
    const keys: unknown[] = [];
    for (const flow of [1, 2].map(() => runner.import(json, { environmentVariables }))) {
      connector.requests.length = 0;
      for (let delivery = 0; delivery < 2; delivery += 1) flow.fire({ outputs: { body: { eventId: 'event-1' } } });
      await flow.idle();
      const sent = new Set(connector.requests.map(({ headers }) => headers['idempotency-key']));
      assert.equal(sent.size, 1);
      keys.push(...sent);
    }
    assert.match(String(keys[0]), /^[0-9a-f]{32}-event-1$/);
    assert.notEqual(keys[0], keys[1]);
  });

  it('still posts when the alert names neither user nor policy', async () => {
    const message = await messageFor({ title: 'Match in Exchange' });
    assert.ok(isObject(message));
    assert.equal(
      message.message,
      'UNKNOWN severity: Somebody matched the DLP policy "Match in Exchange". https://security.microsoft.com/alerts/1',
    );
  });

  it('is not imported without its team and channel', () => {
    assert.throws(() => runner.import(json), /'purview_TeamId' needs a value[\s\S]*'purview_ChannelId' needs a value/);
  });
});
